import type { ServedRow } from '../jobs/policy-rows.js';
import type { Configuration, SlotRow } from '../jobs/rows.js';
import { abstentionText, fitText } from '../report/calibration.text.js';
import { brief, count, none, parameterValue, percent } from '../terminal/format.js';
import { notedTable } from '../terminal/noted-table.js';
import { sectionText, type Section } from '../terminal/section.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';

/** A configuration on one line. */
export const valuesText = (configuration: Configuration | null): string =>
  configuration === null
    ? "the agent's defaults"
    : Object.entries(configuration)
        .map(([name, value]) => `${name}=${parameterValue(value)}`)
        .join(' ');

/** What is worth knowing of a slot besides its configuration, in sentences. */
export const standingText = ({ canary, stale }: SlotRow): string =>
  [
    ...(canary
      ? [
          `Candidate ${canary.unit_id} has ${percent(canary.share)} of the traffic until ${count(canary.outcomes)} of its answers have an outcome.`,
        ]
      : []),
    ...(stale ? ['STALE: its confidences have drifted; train it again.'] : []),
  ].join(' ');

const labelsText = ({ labels = [] }: SlotRow, served: readonly ServedRow[], style: Style): string => {
  const sum = (unit_id: string | null, field: 'outcomes' | 'solved' | 'abstained'): number =>
    served.filter((row) => row.unit_id === unit_id).reduce((total, row) => total + row[field], 0);
  // An abstention is no answer: it is neither right nor wrong.
  const given = (unit_id: string | null): number => sum(unit_id, 'outcomes') - sum(unit_id, 'abstained');
  const rate = (unit_id: string | null): string =>
    given(unit_id) === 0 ? none : percent(sum(unit_id, 'solved') / given(unit_id));
  return notedTable(
    labels,
    [
      { head: 'LABEL', cell: ({ name }, { colour }) => colour.bold(name) },
      {
        head: 'CONFIGURATION',
        cell: ({ configuration_hash }) => (configuration_hash === '' ? 'defaults' : brief(configuration_hash)),
      },
      { head: 'OUTCOMES', cell: ({ unit_id }) => count(sum(unit_id, 'outcomes')), align: 'right' },
      { head: 'SOLVED', cell: ({ unit_id }) => rate(unit_id), align: 'right' },
    ],
    ({ unit_id }) => (unit_id === null ? '' : unit_id),
    style,
  );
};

const calibrationSection = ({ calibration }: SlotRow, { width }: Style): Section[] => {
  if (!calibration) return [];
  const { abstention } = calibration;
  const told = [`Confidence is ${fitText(calibration)}.`, ...(abstention ? [`It ${abstentionText(abstention)}.`] : [])];
  return [['Confidences', told.flatMap((sentence) => wrap(sentence, width - 2)).join('\n')]];
};

/** One slot: what it serves, where its labels stand, what became of the answers, and what its confidences are worth. */
export const slotText = (slot: SlotRow, served: readonly ServedRow[], style: Style): string => {
  const { colour, width } = style;
  const inner = { ...style, width: width - 2 };
  const standing = standingText(slot);
  const sections: Section[] = [
    ['Serves', wrap(valuesText(slot.configuration), width - 2).join('\n')],
    ...(slot.labels?.length ? [['Labels', labelsText(slot, served, inner)] as const] : []),
    ...calibrationSection(slot, style),
  ];
  const head = `${colour.bold(slot.slot)}  version ${slot.version}${slot.cause === '' ? '' : `, ${slot.cause}`}`;
  return [
    [head, ...(standing === '' ? [] : wrap(colour.yellow(standing), width))].join('\n'),
    ...sections.map((section) => sectionText(section, style)),
  ].join('\n\n');
};
