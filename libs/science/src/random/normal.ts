import normal from '@stdlib/stats-base-dists-normal';

/** The x below which a standard normal falls with this probability. */
export const normalQuantile = (probability: number): number => normal.quantile(probability, 0, 1);

/** The probability that a standard normal is at most x. */
export const normalProbability = (x: number): number => normal.cdf(x, 0, 1);
