import { DomainError } from '@ao/kernel';

/** One side of a pair: what its runs on the item gave, in the mean. See `itemOutcome`. */
export interface GateOutcome {
  /** The metric, 0 to 1; 0 or 1 where it is binary. */
  readonly value: number;
  /** Share of the runs that solved the item. */
  readonly solved: number;
  readonly latencyMs: number;
  /** In and out together. */
  readonly tokens: number;
  readonly costMicros: number;
  /** Mean Brier's score of the runs that say a confidence; null: none does. */
  readonly loss: number | null;
  /** Share of the runs that declined to answer. */
  readonly refused: number;
  readonly outputChars: number;
  /** Any run reached for what scores it. */
  readonly touchedScorer: boolean;
}

/** Candidate and incumbent on the same item. */
export interface GatePair {
  readonly candidate: GateOutcome;
  readonly incumbent: GateOutcome;
  /** What part of the task set the item belongs to. */
  readonly slice?: string;
}

const refuse = (path: string, wanted: string, value: number): never => {
  throw new DomainError('invalid_argument', `${path} must be ${wanted}, not ${value}`, [
    { path, message: `must be ${wanted}, not ${value}` },
  ]);
};

const isShare = (value: number): boolean => value >= 0 && value <= 1;

const isAmount = (value: number): boolean => value >= 0 && value < Infinity;

const amounts = ['latencyMs', 'tokens', 'costMicros', 'outputChars'] as const;

const isSound = ({ value, solved, refused, loss }: GateOutcome): boolean =>
  isShare(value) && isShare(solved) && isShare(refused) && (loss === null || isShare(loss));

const isMeasured = ({ latencyMs, tokens, costMicros, outputChars }: GateOutcome): boolean =>
  isAmount(latencyMs) && isAmount(tokens) && isAmount(costMicros) && isAmount(outputChars);

const complain = (side: string, outcome: GateOutcome): void => {
  for (const field of amounts)
    if (!isAmount(outcome[field])) refuse(`${side}.${field}`, 'a finite number of at least 0', outcome[field]);
  for (const field of ['value', 'solved', 'refused', 'loss'] as const)
    if (!isShare(outcome[field] ?? 0)) refuse(`${side}.${field}`, 'from 0 to 1', outcome[field] as number);
};

const checkOutcome = (side: string, outcome: GateOutcome, binary: boolean): void => {
  if (!isSound(outcome) || !isMeasured(outcome)) complain(side, outcome);
  if (binary && outcome.value !== 0 && outcome.value !== 1) refuse(`${side}.value`, '0 or 1', outcome.value);
};

/** Throws `invalid_argument` that names the field where a measurement is not finite or out of its range. */
export const checkPair = ({ candidate, incumbent }: GatePair, binary: boolean): void => {
  checkOutcome('candidate', candidate, binary);
  checkOutcome('incumbent', incumbent, binary);
};
