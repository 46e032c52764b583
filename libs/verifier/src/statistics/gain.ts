import { studentWithin } from './distributions.js';
import { bisect, mean } from './numbers.js';

/** A gain measured on items that no verdict used. */
export interface Gain {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly items: number;
}

/**
 * Variance of the likeliest distribution whose mean is `centre`, on the values seen and one `end` of the range [-1, 1]: what was not seen
 * yet may be as bad as can be. A value that was seen gets the weight 1 / (n (1 + tilt * gap)) with the tilt that makes the mean right, or
 * the steepest that keeps all weights positive; the end gets what is left of the whole.
 */
const likeliestVariance = (values: readonly number[], centre: number, end: number): number => {
  const gaps = values.map((each) => each - centre);
  const weighted = (tilt: number, of: (gap: number) => number): number =>
    mean(gaps.map((gap) => of(gap) / (1 + tilt * gap)));
  const steepest = 1 / (centre - end);
  const tilt = bisect((x) => weighted(x, (gap) => gap) / (centre - end) > 0, 0, steepest);
  const left = Math.max(0, 1 - weighted(tilt, () => 1));
  return weighted(tilt, (gap) => gap ** 2) + left * (end - centre) ** 2;
};

/** A tenth of the error is not used: outcomes are few and lumpy. */
const errorUsed = 0.9;

/** Student's quantile for so many items, two-sided, with the variance taken as of items - 1. */
const criticalValue = (items: number, confidence: number): number => {
  const probability = 1 - errorUsed * (1 - confidence);
  const quantile = bisect((x) => studentWithin(x, items - 1) < probability, 0, 100);
  return quantile * Math.sqrt(items / (items - 1));
};

/**
 * Score interval of the mean of differences in [-1, 1]: it holds every mean that is no farther from the estimate than the critical value
 * times the standard error that belongs to that mean, by the likeliest distribution that has it. Of values -1, 0 and 1 it is the interval
 * of Tango (1998), "Equivalence test and confidence interval for the difference in proportions for the paired-sample design", equation 17;
 * beyond them the likelihood is the empirical one of Owen (1988). One item says nothing: the whole range.
 */
export const gainOf = (differences: readonly number[], confidence: number): Gain => {
  const items = differences.length;
  const estimate = mean(differences);
  const critical = items < 2 ? Infinity : criticalValue(items, confidence);
  const isHeld = (centre: number, end: number): boolean =>
    items * (estimate - centre) ** 2 <= critical ** 2 * likeliestVariance(differences, centre, end);
  const limit = (end: number): number => (items < 2 ? end : bisect((x) => isHeld(x, end), estimate, end));
  return { estimate, low: limit(-1), high: limit(1), confidence, items };
};
