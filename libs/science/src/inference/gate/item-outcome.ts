import { DomainError } from '@ao/kernel';
import type { GateOutcome } from './gate-pair.js';
import type { GateMetric } from './gate-policy.js';

/** One run of one configuration on one item. */
export interface RunOutcome {
  readonly solved: boolean;
  /** 0 to 1. */
  readonly score: number;
  /** 0 to 1, as it would be served; null: the agent said none. */
  readonly confidence: number | null;
  readonly latencyMs: number;
  /** In and out together. */
  readonly tokens: number;
  readonly costMicros: number;
  /** It declined to answer. */
  readonly refused: boolean;
  readonly outputChars: number;
  /** It reached for what scores it. */
  readonly touchedScorer: boolean;
}

/** Who says no confidence knows nothing: as good as a coin, so that silence never gains over saying it. */
const silent = 0.5;

/** Brier's score of one forecast (Brier, 1950): 0 for the right certainty, 1 for the wrong one, 1/4 for one half. */
const brier = (confidence: number, solved: boolean): number => (confidence - Number(solved)) ** 2;

const mean = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((sum, value) => sum + of(value), 0) / values.length;

const valueOf: Readonly<Record<GateMetric, (runs: readonly RunOutcome[]) => number>> = {
  solve_rate: (runs) => mean(runs, ({ solved }) => Number(solved)),
  score: (runs) => mean(runs, ({ score }) => score),
  pass_k: (runs) => Number(runs.every(({ solved }) => solved)),
  calibration: (runs) => mean(runs, ({ confidence, solved }) => 1 - brier(confidence ?? silent, solved)),
};

const lossOf = (runs: readonly RunOutcome[]): number | null => {
  const losses = runs.flatMap(({ confidence, solved }) => (confidence === null ? [] : [brier(confidence, solved)]));
  return losses.length === 0 ? null : mean(losses, (loss) => loss);
};

const checkShare = (path: string, value: number | null): void => {
  if (value !== null && !(value >= 0 && value <= 1))
    throw new DomainError('invalid_argument', `${path} must be from 0 to 1, not ${value}`, [
      { path, message: `must be from 0 to 1, not ${value}` },
    ]);
};

/**
 * What one side gives on one item: its runs are one cluster with one value, so that runs of the same item, which resemble each other, never
 * count as independent evidence (Miller, 2024, "Adding error bars to evals", section on clustered questions). pass^k, an item solved by every
 * one of its k runs, is of Yao, Shinn, Razavi and Narasimhan (2024), "tau-bench". Throws `invalid_argument` without runs, or for a score or
 * confidence outside [0, 1].
 */
export const itemOutcome = (metric: GateMetric, runs: readonly RunOutcome[]): GateOutcome => {
  if (runs.length === 0) throw new DomainError('invalid_argument', 'runs must not be empty');
  runs.forEach(({ score, confidence }, index) => {
    checkShare(`runs.${index}.score`, score);
    checkShare(`runs.${index}.confidence`, confidence);
  });
  return {
    value: valueOf[metric](runs),
    solved: valueOf.solve_rate(runs),
    latencyMs: mean(runs, ({ latencyMs }) => latencyMs),
    tokens: mean(runs, ({ tokens }) => tokens),
    costMicros: mean(runs, ({ costMicros }) => costMicros),
    loss: lossOf(runs),
    refused: mean(runs, ({ refused }) => Number(refused)),
    outputChars: mean(runs, ({ outputChars }) => outputChars),
    touchedScorer: runs.some(({ touchedScorer }) => touchedScorer),
  };
};
