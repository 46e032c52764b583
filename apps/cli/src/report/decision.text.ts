import type { CalibrationRow, LedgerRow } from '../jobs/policy-rows.js';
import type { DecisionRow, Evidence } from '../jobs/rows.js';
import { count, decimal, points, pointsRange } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import { calibrationLines } from './calibration.text.js';
import { coverageLines } from './coverage.text.js';
import { errorLines } from './error.text.js';
import { guardrailLines, tripwireLines, type Line } from './guardrails.text.js';
import type { ServedCalibration } from './served-calibration.js';

const eValue = (log: number): string =>
  log > Math.log(1e6) ? `10^${(log / Math.LN10).toFixed(1)}` : decimal(Math.exp(log));

const proof = ({ logEValue, logThreshold, provenAt, policy }: Evidence, { colour }: Style): string => {
  const reached = logEValue >= logThreshold || provenAt !== null;
  const value = `${eValue(logEValue)} against ${eValue(logThreshold)} needed (1/alpha, alpha ${decimal(policy.alpha)})`;
  return `${reached ? colour.green(value) : value}${provenAt === null ? '' : `, after ${count(provenAt)} pairs`}`;
};

const goals: Readonly<Record<string, string>> = {
  solve_rate: 'solved',
  score: 'score',
  pass_k: 'solved by every run',
  calibration: "one minus Brier's score",
};

const goalText = ({ metric, runsPerItem }: Evidence['policy']): string =>
  `${goals[metric] ?? metric}${runsPerItem > 1 ? `, ${runsPerItem} runs an item` : ''}`;

const pairLines = (evidence: Evidence, style: Style): Line[] => {
  const { pairs, wins, losses, ties, policy } = evidence;
  return [
    ...(policy.metric === 'solve_rate' && policy.runsPerItem === 1 ? [] : [['goal', goalText(policy)] as const]),
    ['pairs', `${count(pairs)} of at most ${count(policy.maxPairs)}, the same items for both`],
    ['', `${count(wins)} won, ${count(losses)} lost, ${count(ties)} tied`],
    ['e-value', proof(evidence, style)],
  ];
};

const notEstimated = ({ outcome }: DecisionRow): string =>
  outcome === 'promoted' ? 'the job set no confirmation items aside' : 'it is measured only where the verdict promotes';

/** Measured on items that no verdict used: what was seen on the verdict's own pairs is too high in the mean. */
const gainText = (decision: DecisionRow, { colour }: Style): string => {
  const { gain } = decision;
  if (!gain) return `not estimated: ${notEstimated(decision)}`;
  const { estimate, low, high, confidence, items } = gain;
  const text = `${points(estimate)} (${confidence * 100} % interval ${pointsRange(low, high)})`;
  return `${low > 0 ? colour.green(text) : text} on ${count(items)} confirmation items that the verdict did not use`;
};

const approvalLines = ({ approval }: DecisionRow, { colour }: Style): Line[] => {
  if (!approval) return [];
  const { state, subject, reason } = approval;
  return [
    [
      'approval',
      state === 'asked'
        ? colour.yellow('a person is asked')
        : `${state} by ${subject ?? 'somebody'}: "${reason ?? ''}"`,
    ],
  ];
};

const evidenceLines = ({ decision, ledger = null, calibration, served = null }: Told, style: Style): Line[] => [
  ...(decision.evidence ? pairLines(decision.evidence, style) : []),
  ['gain', gainText(decision, style)],
  ...errorLines(ledger, decision, style),
  ...(decision.evidence
    ? [...guardrailLines(decision.evidence, style), ...tripwireLines(decision.evidence, style)]
    : []),
  ...calibrationLines(calibration, served),
  ...coverageLines(decision.evidence),
  ...approvalLines(decision, style),
];

/** A decision and what else is known of it. */
export interface Told {
  readonly decision: DecisionRow;
  readonly ledger?: LedgerRow | null;
  readonly calibration?: CalibrationRow;
  readonly served?: ServedCalibration | null;
}

/** promoted, rejected or held in its colour. */
export const outcomeText = (outcome: string, { colour }: Style): string => {
  if (outcome === 'promoted') return colour.green(colour.bold('PROMOTED'));
  return outcome === 'rejected'
    ? colour.red(colour.bold('REJECTED'))
    : colour.yellow(colour.bold(outcome.toUpperCase()));
};

/** One decision: the verdict, the reason in a sentence, and the evidence. */
export const decisionText = (told: Told, style: Style): string => {
  const { colour, width } = style;
  const { decision } = told;
  const lines = evidenceLines(told, style);
  const column = Math.max(...lines.map(([label]) => label.length)) + 2;
  const lineText = ([label, text]: Line): string =>
    `${colour.dim(label.padEnd(column))}${wrap(text, width - column).join(`\n${' '.repeat(column)}`)}`;
  return [
    `${outcomeText(decision.outcome, style)}  ${colour.dim(`candidate ${decision.candidate_hash.slice(0, 12)}`)}`,
    ...wrap(decision.reason, width - 2),
    ...lines.map(lineText),
  ].join('\n');
};
