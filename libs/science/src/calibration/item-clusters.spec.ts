import * as fc from 'fast-check';
import { rngOf, uniform } from '../random/rng.js';
import { reportAccumulator, type MeasuredEpisode, type ReportMeasures } from './report-accumulator.js';

const episode: MeasuredEpisode = { solved: true, score: 1, latencyMs: 1, tokensIn: 1, tokensOut: 1, costMicros: 1 };
type Items = readonly (readonly boolean[])[];

const accumulated = (items: Items, from = 0) => {
  const accumulator = reportAccumulator();
  items.forEach((runs, item) =>
    runs.forEach((solved) => accumulator.add({ ...episode, solved, itemId: `i${from + item}` })),
  );
  return accumulator;
};
const reported = (items: Items): ReportMeasures => accumulated(items).report();

const items = (runs: number): fc.Arbitrary<boolean[][]> =>
  fc.array(fc.array(fc.boolean(), { minLength: runs, maxLength: runs }), { minLength: 1, maxLength: 40 });

describe('runs of items', () => {
  it('counts the items that every run solved', () =>
    fc.assert(
      fc.property(items(3), (given) => {
        const { passK, runsPerItem, episodes } = reported(given);
        expect(runsPerItem).toBe(3);
        expect(episodes).toBe(3 * given.length);
        expect(passK?.value).toBeCloseTo(given.filter((runs) => runs.every(Boolean)).length / given.length, 12);
      }),
    ));

  it("has Wilson's interval over the items for pass^k", () => {
    // Golden value: binomtest(6, 10).proportion_ci(method="wilson") of scipy 1.17.1.
    expect(reported(Array.from({ length: 10 }, (_, item) => [true, item < 6])).passK).toEqual({
      value: 0.6,
      low: expect.closeTo(0.3126738, 6),
      high: expect.closeTo(0.8318197, 6),
      confidence: 0.95,
    });
  });

  it('takes runs that all agree as one, and no interval narrower than that of as many items of one run', () =>
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 60 }), (outcomes) => {
        const once = reported(outcomes.map((solved) => [solved]));
        const fourTimes = reported(outcomes.map((solved) => [solved, solved, solved, solved]));
        expect(fourTimes.solveRate).toBeCloseTo(once.solveRate, 12);
        expect(fourTimes.solveRateLow).toBeCloseTo(once.solveRateLow, 9);
        expect(fourTimes.solveRateHigh).toBeCloseTo(once.solveRateHigh, 9);
      }),
    ));

  it('does not depend on the order of items, and merges', () =>
    fc.assert(
      fc.property(items(2), items(2), (a, b) => {
        const whole = reported([...a, ...b]);
        const merged = accumulated(a);
        merged.merge(JSON.parse(JSON.stringify(accumulated(b, a.length).data())));
        const reversed = reported([...a, ...b].reverse());
        for (const other of [merged.report(), reversed]) {
          expect(other.passK).toEqual(whole.passK);
          expect(other.solveRateLow).toBeCloseTo(whole.solveRateLow, 9);
          expect(other.solveRateHigh).toBeCloseTo(whole.solveRateHigh, 9);
        }
      }),
    ));

  it('goes on where stored data ends inside an item', () =>
    fc.assert(
      fc.property(items(3), fc.nat(200), (given, cut) => {
        const runs = given.flatMap((each, item) => each.map((solved) => ({ ...episode, solved, itemId: `i${item}` })));
        const first = reportAccumulator();
        runs.slice(0, cut).forEach(first.add);
        const second = reportAccumulator(JSON.parse(JSON.stringify(first.data())));
        runs.slice(cut).forEach(second.add);
        expect(second.report()).toEqual(reported(given));
      }),
    ));

  it('covers the solve rate with runs that resemble each other, where one that takes them as independent does not', () => {
    const [runs, trials] = [5, 400];
    let [covered, naive] = [0, 0];
    for (let seed = 0; seed < trials; seed++) {
      const rng = rngOf(seed, 'clusters');
      const given = Array.from({ length: 80 }, () => {
        const odds = uniform(rng) < 0.6 ? 0.95 : 0.05;
        return Array.from({ length: runs }, () => uniform(rng) < odds);
      });
      const { solveRateLow, solveRateHigh, solveRate } = reported(given);
      covered += Number(solveRateLow <= 0.59 && 0.59 <= solveRateHigh);
      naive += Number(Math.abs(solveRate - 0.59) <= 1.96 * Math.sqrt((0.59 * 0.41) / (80 * runs)));
    }
    expect(covered / trials).toBeGreaterThan(0.92);
    expect(naive / trials).toBeLessThan(0.75);
  });

  it('counts only whole items for pass^k, and refusals', () => {
    const accumulator = accumulated([[true, true], [true, false], [true]]);
    accumulator.add({ ...episode, refused: true, itemId: 'last' });
    expect(accumulator.report()).toMatchObject({ runsPerItem: 2, refused: 1, passK: { value: 0.5 } });
  });

  it('widens the intervals of calibration by how much runs resemble each other', () => {
    const rng = rngOf(8);
    const [alike, apart] = [reportAccumulator(), reportAccumulator()];
    for (let item = 0; item < 200; item++) {
      const solved = uniform(rng) < 0.7;
      for (let run = 0; run < 4; run++) {
        alike.add({ ...episode, solved, confidence: 0.9, itemId: `i${item}` });
        apart.add({ ...episode, solved, confidence: 0.9 });
      }
    }
    const width = (report: ReportMeasures): number =>
      (report.calibration?.ece.high ?? 0) - (report.calibration?.ece.low ?? 0);
    expect(width(alike.report()) / width(apart.report())).toBeCloseTo(2, 0);
  });
});
