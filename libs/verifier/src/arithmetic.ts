export const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
/** Stakes in the middle of 24 equal slices, each with its part of the weight. */
export const evenly = (from: number, to: number, weight: number) =>
  Array.from({ length: 24 }, (_, slice) => ({ stake: from + ((to - from) * (slice + 0.5)) / 24, weight: weight / 24 }));
/** Wealth of a mixture of bets, in logs: an e-value whenever one looks, by Ville's inequality. */
export const mixture = (bets: ReturnType<typeof evenly>) => {
  const logs = bets.map(({ weight }) => Math.log(weight));
  const add = (payoff: number, times = 1): void =>
    bets.forEach(({ stake }, bet) => (logs[bet] = Number(logs[bet]) + times * Math.log1p(stake * payoff)));
  return {
    add,
    log: (top = Math.max(...logs)): number => top + Math.log(sum(logs.map((each) => Math.exp(each - top)))),
  };
};
/** Mean and squared distances from it, in two passes, and the half-width of the asymptotic confidence sequence of Waudby-Smith and others (2024). */
export const contrastOf = (values: readonly number[], alpha: number) => {
  const [count, centre, spread] = [
    values.length,
    values.length === 0 ? 0 : mean(values),
    Math.max(1, -2 * Math.log(2 * alpha)),
  ];
  const [squares, mixing] = [
    sum(values.map((each) => (each - centre) ** 2)),
    (count * (spread + Math.log(spread + 1))) / 100,
  ];
  const width =
    count < 2
      ? Infinity
      : Math.sqrt(
          ((squares / (count - 1)) * 2 * (mixing + 1) * Math.log(1 + Math.sqrt(mixing + 1) / (2 * alpha))) /
            (count * mixing),
        );
  return { contrast: { count, mean: centre, squares }, width };
};
export const bisect = (holds: (x: number) => boolean, inside: number, outside: number): number => {
  // where it turns false on the way from one end to the other
  for (let halving = 0; halving < 60; halving++)
    [inside, outside] = holds((inside + outside) / 2)
      ? [(inside + outside) / 2, outside]
      : [inside, (inside + outside) / 2];
  return outside;
};
export const normalProbability = (x: number): number => {
  // Marsaglia's series (2004)
  let [total, term] = Math.abs(x) > 8 ? [0, 0] : [x, x];
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) total += term *= (x * x) / odd;
  return Math.abs(x) > 8 ? Number(x > 0) : 0.5 + (total * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
};
const studentWithin = (distance: number, freedom: number): number => {
  // probability of so little distance from 0: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4
  const [odd, angle] = [freedom % 2, Math.atan(distance / Math.sqrt(freedom))];
  let [total, term] = [freedom === 1 ? 0 : Math.cos(angle) ** odd, Math.cos(angle) ** odd];
  for (let power = odd + 2; power < freedom - 1; power += 2)
    total += term *= ((power - 1) / power) * Math.cos(angle) ** 2;
  return odd === 1 ? (2 / Math.PI) * (angle + Math.sin(angle) * total) : Math.sin(angle) * total;
};
/** Score interval of the mean of differences in [-1, 1]: its variance is that of the likeliest distribution on the values seen and one end of the range. */
export const gainOf = (differences: readonly number[], confidence: number) => {
  const [items, estimate] = [differences.length, mean(differences)];
  const varianceAt = (centre: number, end: number): number => {
    const tilted = (tilt: number, of: (gap: number) => number): number =>
      mean(differences.map((each) => of(each - centre) / (1 + tilt * (each - centre))));
    const tilt = bisect((x) => tilted(x, (gap) => gap) / (centre - end) > 0, 0, 1 / (centre - end));
    return tilted(tilt, (gap) => gap ** 2) + Math.max(0, 1 - tilted(tilt, () => 1)) * (end - centre) ** 2;
  };
  const critical =
    bisect((x) => studentWithin(x, items - 1) < 1 - 0.9 * (1 - confidence), 0, 100) * Math.sqrt(items / (items - 1));
  const limit = (end: number): number =>
    items < 2 ? end : bisect((x) => items * (estimate - x) ** 2 <= critical ** 2 * varianceAt(x, end), estimate, end);
  return { estimate, low: limit(-1), high: limit(1), confidence, items };
};
