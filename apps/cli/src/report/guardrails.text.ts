import type { Evidence } from '../jobs/rows.js';
import { change, points } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';

type Margin = Evidence['tokens'];
type Harm = Evidence['calibration'];

/** A label and what it says. */
export type Line = readonly [label: string, text: string];

/** The latency contrast is a log ratio, so its bounds read as shares; the others have no unit that a person knows. */
const seenOfLatency = ({ contrast, high }: Margin): string =>
  `${change(Math.expm1(contrast.mean))} typically${high === null ? '' : `, at most ${change(Math.expm1(high))}`}`;

const seenInAll = ({ candidateTotal, incumbentTotal }: Margin): string =>
  incumbentTotal === 0 ? 'none used' : `${change(candidateTotal / incumbentTotal - 1)} in all`;

/** Over the items that it was measured on. */
const seenPerItem = ({ items, candidateTotal, incumbentTotal }: Harm): string =>
  items === 0 ? 'no item says' : `${points((candidateTotal - incumbentTotal) / items)} over ${items} items`;

/** Where it stands against its margin, in words. */
const statusText = (status: string, margin: string, { colour }: Style): string => {
  if (status === 'within') return `${colour.green('within')} the margin of ${margin}`;
  return status === 'breached'
    ? `${colour.red('beyond')} the margin of ${margin}`
    : `${colour.yellow('not shown')} to be within the margin of ${margin}`;
};

const guarded = <Guard extends Margin | Harm>(
  label: string,
  guard: Guard,
  seen: (guard: Guard) => string,
  style: Style,
): Line[] =>
  guard.margin === null ? [] : [[label, `${statusText(guard.status, change(guard.margin), style)}: ${seen(guard)}`]];

const inPoints = (label: string, guard: Harm, style: Style): Line[] =>
  guard.margin === null
    ? []
    : [[label, `${statusText(guard.status, points(guard.margin).replace('+', ''), style)}: ${seenPerItem(guard)}`]];

const latencyLine = (latency: Margin, style: Style): Line[] =>
  latency.margin === null ? [['latency', 'not guarded']] : guarded('latency', latency, seenOfLatency, style);

/** Each guardrail that is on: where it stands, against which margin, and what was seen. Decisions of older versions know fewer. */
export const guardrailLines = (
  { latency, tokens, cost, calibration, solveRate, slices }: Evidence,
  style: Style,
): Line[] => [
  ...latencyLine(latency, style),
  ...(tokens.margin === null ? [['tokens', 'not guarded'] as const] : guarded('tokens', tokens, seenInAll, style)),
  ...(cost && cost.incumbentTotal + cost.candidateTotal > 0 ? guarded('cost', cost, seenInAll, style) : []),
  ...(calibration ? inPoints('Brier', calibration, style) : []),
  ...(solveRate ? inPoints('solved', solveRate, style) : []),
  ...(slices ?? []).flatMap((slice) => inPoints(`on ${slice.name}`, slice, style)),
];

const wireText = (name: string, status: string, { colour }: Style): string => {
  if (status === 'tripped') return colour.red(`${name} TRIPPED`);
  return status === 'open' ? colour.yellow(`${name} seen, not shown`) : `${name} ${status}`;
};

/** What is watched for a candidate that wins by something else than being better. */
export const tripwireLines = ({ tripwires }: Evidence, style: Style): Line[] => {
  if (!tripwires) return [];
  const wires = [
    ['refusals', tripwires.refusal.status],
    ['length', tripwires.length.status],
    ['touched its scorer', tripwires.scorer.status],
  ] as const;
  return [
    [
      'tripwires',
      wires
        .filter(([, status]) => status !== 'off')
        .map(([name, status]) => wireText(name, status, style))
        .join(', '),
    ],
  ];
};
