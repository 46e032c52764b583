/**
 * Probability that a standard normal variable is below x. Series of Marsaglia (2004), "Evaluating the normal distribution": one half plus the
 * density times x + x^3/3 + x^5/(3*5) + ... Beyond 8 there is nothing left in a double.
 */
export const normalProbability = (x: number): number => {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let term = x;
  let total = x;
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) {
    term *= (x * x) / odd;
    total += term;
  }
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return 0.5 + total * density;
};

/**
 * Probability that a Student variable with whole degrees of freedom lies within `distance` of 0: Abramowitz and Stegun (1964), 26.7.3 for
 * an odd and 26.7.4 for an even number, with theta = atan(distance / sqrt(freedom)).
 */
export const studentWithin = (distance: number, freedom: number): number => {
  const theta = Math.atan(distance / Math.sqrt(freedom));
  const cosine = Math.cos(theta);
  const odd = freedom % 2;
  let term = cosine ** odd;
  let total = freedom === 1 ? 0 : term;
  for (let power = odd + 2; power < freedom - 1; power += 2) {
    term *= ((power - 1) / power) * cosine ** 2;
    total += term;
  }
  return odd === 1 ? (2 / Math.PI) * (theta + Math.sin(theta) * total) : Math.sin(theta) * total;
};
