/** Count, mean and sum of squared deviations of what was seen. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export const noMoments: Moments = { count: 0, mean: 0, squares: 0 };

/** One more value (Welford, 1962). */
export const withValue = ({ count, mean, squares }: Moments, value: number): Moments => {
  const next = mean + (value - mean) / (count + 1);
  return { count: count + 1, mean: next, squares: squares + (value - mean) * (value - next) };
};

/** Standard deviation of the sample, with n - 1; 0 for fewer than two values. */
export const deviation = ({ count, squares }: Moments): number => (count < 2 ? 0 : Math.sqrt(squares / (count - 1)));
