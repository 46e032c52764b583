import { DomainError } from '@ao/kernel';

/** What a canary is judged by. */
export interface CanaryRules {
  /** Probability at most with which a candidate that is no worse is taken back. Above 0, below 1. */
  readonly alpha: number;
  /** Compared outcomes of the candidate after which it has passed. At least 1. */
  readonly outcomes: number;
}

/** Outcomes that wait for one of the other side. */
interface Block {
  readonly candidate: number;
  readonly candidateSolved: number;
  readonly production: number;
  readonly productionSolved: number;
}

/** A canary under way. Plain data: it can be stored, and another process can go on with it. */
export interface CanaryState {
  readonly rules: CanaryRules;
  readonly status: 'running' | 'passed' | 'worse';
  readonly candidate: number;
  readonly candidateSolved: number;
  readonly production: number;
  readonly productionSolved: number;
  /** Outcomes of the candidate that were compared with production's; the others wait. */
  readonly compared: number;
  /** Comparisons: blocks of outcomes that hold both sides. */
  readonly pairs: number;
  /** Log of the e-value against "the candidate is no worse". */
  readonly logEValue: number;
  /** Log of what the e-value must reach for the candidate to be worse: log(1/alpha). */
  readonly logThreshold: number;
  /** Log of the wealth of each stake. */
  readonly logWealths: readonly number[];
  readonly waiting: Block;
}

/** An answer that was served under one of the two labels, and whether it solved what was asked. */
export interface CanaryAnswer {
  readonly label: 'production' | 'candidate';
  readonly solved: boolean;
}

const stakes: readonly number[] = Array.from({ length: 20 }, (_, place) => (place + 0.5) / 20);
const emptyBlock: Block = { candidate: 0, candidateSolved: 0, production: 0, productionSolved: 0 };

/** Throws `invalid_argument` for an alpha outside (0, 1) or no outcomes. */
export const canaryInitial = ({ alpha, outcomes }: CanaryRules): CanaryState => {
  if (!(alpha > 0 && alpha < 1))
    throw new DomainError('invalid_argument', `the canary's alpha must lie between 0 and 1, not ${alpha}`);
  if (!Number.isSafeInteger(outcomes) || outcomes < 1)
    throw new DomainError(
      'invalid_argument',
      `a canary needs a whole number of outcomes of at least 1, not ${outcomes}`,
    );
  return {
    rules: { alpha, outcomes },
    status: 'running',
    ...emptyBlock,
    compared: 0,
    pairs: 0,
    logEValue: 0,
    logThreshold: -Math.log(alpha),
    logWealths: stakes.map(() => 0),
    waiting: emptyBlock,
  };
};

const counted = <Counts extends Block>(counts: Counts, { label, solved }: CanaryAnswer): Counts =>
  label === 'candidate'
    ? { ...counts, candidate: counts.candidate + 1, candidateSolved: counts.candidateSolved + Number(solved) }
    : { ...counts, production: counts.production + 1, productionSolved: counts.productionSolved + Number(solved) };

const logMean = (terms: readonly number[]): number => {
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0) / terms.length);
};

/** How much worse the candidate did in a block: -1 to 1. */
const lossIn = ({ candidate, candidateSolved, production, productionSolved }: Block): number =>
  productionSolved / production - candidateSolved / candidate;

const statusOf = ({ rules, logEValue, logThreshold, compared }: CanaryState): CanaryState['status'] => {
  if (logEValue >= logThreshold) return 'worse';
  return compared >= rules.outcomes ? 'passed' : 'running';
};

const withBlock = (state: CanaryState, block: Block): CanaryState => {
  const loss = lossIn(block);
  const logWealths = state.logWealths.map((wealth, place) => wealth + Math.log1p((stakes[place] as number) * loss));
  const now = {
    ...state,
    logWealths,
    logEValue: logMean(logWealths),
    compared: state.compared + block.candidate,
    pairs: state.pairs + 1,
    waiting: emptyBlock,
  };
  return { ...now, status: statusOf(now) };
};

/**
 * One more answer, in the order that the outcomes came. Outcomes wait until there is one of each side; then the difference of the two means is bet
 * on at stakes from 0 to 1, and the e-value is the mean of their wealths. Where traffic is split by chance, whatever the answers are, the expected
 * difference of a candidate that is no worse is at most 0 given all before, so the wealth is a supermartingale and ever reaches 1/alpha with
 * probability at most alpha (Ville, 1939): Waudby-Smith and Ramdas (2024), "Estimating means of bounded random variables by betting". Each comparison
 * lies within a short time, so a change of the traffic that meets both sides does no harm. A canary that has ended stays as it is.
 */
export const canaryStep = (state: CanaryState, answer: CanaryAnswer): CanaryState => {
  if (state.status !== 'running') return state;
  const waiting = counted(state.waiting, answer);
  const seen = { ...counted(state, answer), waiting };
  return waiting.candidate > 0 && waiting.production > 0 ? withBlock(seen, waiting) : seen;
};
