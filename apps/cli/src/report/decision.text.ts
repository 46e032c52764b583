import type { DecisionRow, Evidence, Gain } from '../jobs/rows.js';
import { change, count, decimal, points, pointsRange } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';

type Guardrail = Evidence['latency'];

const eValue = (log: number): string => (log > Math.log(1e6) ? `10^${(log / Math.LN10).toFixed(1)}` : decimal(Math.exp(log)));

/** The latency contrast is a log ratio, so its bounds read as shares; the other contrast has no unit that a person knows. */
const seenOf = (name: string, { contrast, candidateTotal, incumbentTotal, high }: Guardrail): string => {
  if (name !== 'latency') return incumbentTotal === 0 ? 'none used' : `${change(candidateTotal / incumbentTotal - 1)} in all`;
  return `${change(Math.expm1(contrast.mean))} typically${high === null ? '' : `, at most ${change(Math.expm1(high))}`}`;
};

const statusText = (status: string, { colour }: Style): string => {
  if (status === 'within') return colour.green('within');
  return status === 'breached' ? colour.red('breached') : status;
};

const guardrailText = (name: string, guardrail: Guardrail, style: Style): string =>
  guardrail.margin === null ? 'not guarded' : `${statusText(guardrail.status, style)} the margin of ${change(guardrail.margin)}: ${seenOf(name, guardrail)}`;

const proof = ({ logEValue, logThreshold, provenAt, policy }: Evidence, { colour }: Style): string => {
  const reached = logEValue >= logThreshold || provenAt !== null;
  const value = `${eValue(logEValue)} against ${eValue(logThreshold)} needed (1/alpha, alpha ${decimal(policy.alpha)})`;
  return `${reached ? colour.green(value) : value}${provenAt === null ? '' : `, reached after ${count(provenAt)} pairs`}`;
};

const evidenceLines = (evidence: Evidence, style: Style): (readonly [label: string, text: string])[] => {
  const { pairs, wins, losses, ties, policy } = evidence;
  return [
    ['pairs', `${count(pairs)} of at most ${count(policy.maxPairs)}, the same items for both`],
    ['', `${count(wins)} won, ${count(losses)} lost, ${count(ties)} tied`],
    ['e-value', proof(evidence, style)],
    ['latency', guardrailText('latency', evidence.latency, style)],
    ['tokens', guardrailText('tokens', evidence.tokens, style)],
  ];
};

/** Measured on items that no verdict used: what was seen on the verdict's own pairs is too high in the mean. */
const gainText = (gain: Gain | null | undefined): string =>
  gain ? `${points(gain.estimate)}, ${pointsRange(gain.low, gain.high)} (${gain.confidence * 100} %), on ${count(gain.items)} confirmation items` : 'not measured: no confirmation items were run';

/** promoted, rejected or held in its colour. */
export const outcomeText = (outcome: string, { colour }: Style): string => {
  if (outcome === 'promoted') return colour.green(colour.bold('PROMOTED'));
  return outcome === 'rejected' ? colour.red(colour.bold('REJECTED')) : colour.yellow(colour.bold(outcome.toUpperCase()));
};

/** One decision: the verdict, the reason in a sentence, and the evidence. */
export const decisionText = (decision: DecisionRow, style: Style): string => {
  const { colour, width } = style;
  const lines = decision.evidence ? [...evidenceLines(decision.evidence, style), ['gain', gainText(decision.gain)] as const] : [];
  return [
    `${outcomeText(decision.outcome, style)}  ${colour.dim(`candidate ${decision.candidate_hash.slice(0, 12)}`)}`,
    ...wrap(decision.reason, width - 2),
    ...lines.map(([label, text]) => `${colour.dim(label.padEnd(8))}  ${text}`),
  ].join('\n');
};
