import { overlapText } from '../task-sets/checks.text.js';
import { isOver, type DecisionRow } from '../jobs/rows.js';
import { shown } from '../terminal/format.js';
import { sectionText, type Section } from '../terminal/section.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import { mainDecision } from './comparison.js';
import { comparisonText } from './comparison.text.js';
import { decisionText, type Told } from './decision.text.js';
import { headingText, tookMs } from './heading.text.js';
import type { JobReport } from './job-report.js';
import { patchText } from './patch.text.js';
import { spendTableText, type Spend } from './spend.text.js';

const comparisonSection = ({ comparison }: JobReport, name: string, style: Style): Section[] =>
  comparison === null ? [] : [[`Baseline and ${name}`, comparisonText(comparison, name, style)]];

/** Whether the candidate is what the slot serves now: a unit may have been reverted or replaced since. */
const servedText = ({ slot }: JobReport, { slot: name, candidate_hash }: DecisionRow): string =>
  slot?.configuration_hash === candidate_hash
    ? `The slot ${name} serves it, at version ${slot.version}.`
    : `The slot ${name} does not serve it any more.`;

/** A candidate that was proven better may still not have been put in force: its slot may have moved meanwhile. */
const isInForce = ({ job }: JobReport, decision: DecisionRow | undefined): boolean =>
  job.outcome === 'promoted' && decision?.outcome === 'promoted';

const toldOf = ({ ledger, job, comparison }: JobReport, decision: DecisionRow): Told => ({
  decision,
  ledger,
  calibration: job.calibrations?.[decision.candidate_hash] ?? undefined,
  served: comparison?.served,
});

const decisionSections = (report: JobReport, decision: DecisionRow | undefined, style: Style): Section[] => {
  if (decision === undefined) return [];
  const { incumbent, candidate } = decision;
  const patch = patchText(incumbent, candidate, style, report.texts);
  const promoted: Section = ['Patch', `${patch}\n${style.colour.dim(servedText(report, decision))}`];
  return [
    isInForce(report, decision) ? promoted : ['Patch, not applied', patch],
    ['Decision', decisionText(toldOf(report, decision), style)],
  ];
};

/** The lease's own account; where there is none, the job's. */
const spendOf = ({ job, lease, reports }: JobReport): Spend | undefined => {
  const wall = { taken: tookMs(job), cap: lease?.wall_ms ?? null };
  const overLimit = reports.reduce((sum, { over_limit = 0 }) => sum + over_limit, 0);
  if (lease) return { spent: lease.spent, cap: lease.budget, wall, overLimit };
  return job.spend && job.budget ? { spent: job.spend, cap: job.budget, wall } : undefined;
};

const spendSection = (report: JobReport, style: Style): Section[] => {
  const spend = spendOf(report);
  const title = report.lease === null ? 'Spend' : `Spend of lease ${report.lease.lease_id} (${report.lease.status})`;
  return spend === undefined ? [] : [[title, spendTableText(spend, style)]];
};

/** What of the holdout the search may have seen, or nearly. */
const taskSetSection = ({ taskSet }: JobReport, { width }: Style): Section[] => {
  const text = taskSet === undefined || taskSet === null ? '' : overlapText(taskSet);
  return text === '' ? [] : [['Holdout', wrap(text, width).join('\n')]];
};

const sections = (report: JobReport, style: Style): Section[] => {
  const decision = mainDecision(report.decisions);
  const others = report.decisions.filter((each) => each !== decision);
  return [
    ...taskSetSection(report, style),
    ...comparisonSection(report, isInForce(report, decision) ? 'winner' : 'candidate', style),
    ...decisionSections(report, decision, style),
    ...others.map((each): Section => [
      'Decision on another finalist',
      decisionText({ decision: each, ledger: report.ledger }, style),
    ]),
    ...spendSection(report, style),
  ];
};

const isDecidedByOthers = ({ status }: JobReport['job']): boolean =>
  status === 'awaiting_approval' || status === 'canary';

const approvalSteps = (job: JobReport['job']): (readonly [string, string])[] =>
  isDecidedByOthers(job)
    ? [
        [`ao slot ${job.slot}`, 'where the candidate stands'],
        [`ao approve ${job.job_id} --reason "..."`, 'put the proven candidate in force'],
        [`ao decline ${job.job_id} --reason "..."`, 'leave things as they are'],
      ]
    : [];

/** An item on which the two differ, and what each answered. */
const answerSteps = ({ job, comparison }: JobReport): (readonly [string, string])[] => {
  const [item] = [...(comparison?.turned?.won ?? []), ...(comparison?.turned?.lost ?? [])];
  return item === undefined
    ? []
    : [
        [
          `ao episodes ${job.job_id} --item '${item.replaceAll("'", String.raw`'\''`)}'`,
          'an item on which the two differ: input, target, both answers',
        ],
      ];
};

/** Commands that look further at a job, each with what it shows. */
export const nextSteps = (report: JobReport): (readonly [command: string, shows: string])[] => {
  const { job } = report;
  return [
    [`ao events --corr-id ${shown(job.corr_id)} --from-start`, 'everything that happened, in order'],
    ...approvalSteps(job),
    ...(isOver(job)
      ? [[`ao export ${job.job_id}`, 'the evidence as one file, which `ao verify FILE` computes again'] as const]
      : []),
    ...answerSteps(report),
    ...(isOver(job) ? [] : [[`ao job ${job.job_id} --follow`, 'how it goes on'] as const]),
    [`ao job ${job.job_id} --json`, 'this report for programs'],
    ['ao slots', 'what is in force'],
    ...(job.unit_id && job.outcome === 'promoted'
      ? [[`ao unit revert ${job.unit_id} --reason "..."`, 'serve what was served before'] as const]
      : []),
  ];
};

/** The whole report of a job for people: heading, comparison, patch, decision, spend. */
export const jobReportText = (report: JobReport, style: Style): string => {
  const inner = { ...style, width: style.width - 2 };
  return [headingText(report, style), ...sections(report, inner).map((section) => sectionText(section, style))].join(
    '\n\n',
  );
};
