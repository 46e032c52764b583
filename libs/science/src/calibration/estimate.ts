import { wilsonInterval } from '../inference/betting/intervals.js';

/** An estimate with its interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Probability with which the interval covers, such as 0.95. */
  readonly confidence: number;
}

/** Probability with which a report's intervals cover. */
export const covering = 0.95;

/** A rate with Wilson's interval. `designEffect` is how many times wider the variance is than that of independent trials, at least 1: runs of one item resemble each other. */
export const rateEstimate = (successes: number, trials: number, designEffect = 1): Estimate => ({
  value: trials === 0 ? 0 : successes / trials,
  ...wilsonInterval(successes / designEffect, trials / designEffect, covering),
});
