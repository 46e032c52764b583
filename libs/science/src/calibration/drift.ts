import type { FieldViolation } from '@ao/kernel';
import { checkConfidence, logistic, logit, refuse, type Label } from './label.js';

/** What counts as drift, and how rarely it is found where there is none. */
export interface DriftPolicy {
  /** Bound of the chance of any false alarm, however long the version serves. */
  readonly alpha: number;
  /** How far the odds of an answer may lie from its confidence, in probability, and still be no drift. */
  readonly tolerance: number;
}

export const driftDefaults: DriftPolicy = { alpha: 1e-4, tolerance: 0.03 };

/** What a drift watch knows; plain data of fixed size. */
export interface DriftState {
  readonly policy: DriftPolicy;
  readonly alarmed: boolean;
  readonly outcomes: number;
  readonly meanConfidence: number;
  readonly solveRate: number;
  /** ln of the martingale's value. */
  readonly logWealth: number;
  /** The alarm is raised where the wealth reaches it: ln(1 / alpha). */
  readonly logThreshold: number;
  /** Wealth of each bet in the money that has started. */
  readonly bets: readonly number[];
}

/** Where a bet looks for drift: outcomes better than said, worse, confidences too extreme, or too timid. */
const directions: readonly ((confidence: number) => 1 | -1)[] = [
  () => 1,
  () => -1,
  (confidence) => (confidence >= 0.5 ? -1 : 1),
  (confidence) => (confidence >= 0.5 ? 1 : -1),
];
/** How far, in log odds. */
const strengths = [0.5, 1, 1.75];
const bets = directions.flatMap((direction) => strengths.map((strength) => ({ direction, strength })));

/** A new start every so many outcomes. */
const stride = 20;

/** Prior probability that drift starts at this start or a later one, counted from 0: it falls so slowly that a late start costs little more than an early one, and reaches 0. */
const startsFrom = (start: number): number => 1 / (1 + Math.log1p(start));

export const driftInitial = (policy: DriftPolicy = driftDefaults): DriftState => {
  refuse('this drift policy cannot be watched', [
    ...(policy.alpha > 0 && policy.alpha < 1
      ? []
      : [{ path: 'alpha', message: `must lie between 0 and 1, not ${policy.alpha}` }]),
    ...(policy.tolerance >= 0 && policy.tolerance < 0.5
      ? []
      : [{ path: 'tolerance', message: `must be at least 0 and below 0.5, not ${policy.tolerance}` }]),
  ] satisfies FieldViolation[]);
  return {
    policy,
    alarmed: false,
    outcomes: 0,
    meanConfidence: 0,
    solveRate: 0,
    logWealth: 0,
    logThreshold: -Math.log(policy.alpha),
    bets: bets.map(() => 0),
  };
};

/** What a bet is multiplied by: the likelihood of the outcome where the odds are shifted, over that at the edge of what is tolerated. Its mean is at most 1 wherever the odds are tolerated. */
const factor = (
  { confidence, solved }: Label,
  tolerance: number,
  { direction, strength }: (typeof bets)[number],
): number => {
  const towards = direction(confidence);
  const edge = confidence + towards * tolerance;
  if (edge <= 0 || edge >= 1) return 1;
  const shifted = logistic(logit(edge) + towards * strength);
  return solved ? shifted / edge : (1 - shifted) / (1 - edge);
};

/**
 * One served answer and its outcome. A test martingale of calibration (Vovk, 2021, "Testing randomness online"; Arnold, Henzi and Ziegel, 2023, "Sequentially valid tests for forecast calibration"): bets on drift of several
 * directions and strengths, each started at every `stride`th outcome with a share of the money given beforehand (a prior over start times, as the Shiryaev-Roberts statistic has it, but one that sums to 1). The
 * whole is a non-negative supermartingale of mean 1 while each answer's odds, given the past, lie within the tolerance of its confidence, so by Ville's inequality the chance that it ever reaches 1 / alpha is at
 * most alpha. After the alarm only the counts go on. Throws `invalid_argument` for a confidence outside [0, 1].
 */
export const driftStep = (state: DriftState, label: Label): DriftState => {
  refuse('this outcome cannot be watched', checkConfidence(label.confidence));
  const outcomes = state.outcomes + 1;
  const counted = {
    ...state,
    outcomes,
    meanConfidence: state.meanConfidence + (label.confidence - state.meanConfidence) / outcomes,
    solveRate: state.solveRate + (Number(label.solved) - state.solveRate) / outcomes,
  };
  if (state.alarmed) return counted;
  const start = Math.floor(state.outcomes / stride);
  const started = state.outcomes % stride === 0 ? (startsFrom(start) - startsFrom(start + 1)) / bets.length : 0;
  const held = bets.map(
    (bet, index) => ((state.bets[index] as number) + started) * factor(label, state.policy.tolerance, bet),
  );
  const wealth = held.reduce((sum, value) => sum + value, startsFrom(start + 1));
  const logWealth = Math.log(wealth);
  return { ...counted, bets: held, logWealth, alarmed: logWealth >= state.logThreshold };
};
