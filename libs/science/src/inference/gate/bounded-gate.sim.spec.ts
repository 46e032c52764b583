import * as fc from 'fast-check';
import { gaussian, rngOf, uniform, type Rng } from '../../random/rng.js';
import { gainInterval } from '../gain/gain-interval.fixture.js';
import { gateDefaults, type GatePolicy } from './gate-policy.js';
import { gateStep, type GateState } from './gate.js';
import { mixtureLogWealth, noWealth, withPayoff } from '../betting/mixture.js';
import { compared, outcomeOf, pairOf } from '../testing/outcomes.js';
import { verdict } from './verdict.js';
import { logEValue, wagersFor } from '../betting/wager.js';

/** Scores, and nothing else: no guardrail that the made-up outcomes would not exercise. */
const policy: GatePolicy = {
  ...gateDefaults,
  metric: 'score',
  latencyMargin: null,
  tokensMargin: null,
  refusalMargin: null,
  lengthMargin: null,
};
const wagers = wagersFor(0.05);
/** Twelve differences of scores whose e-value and interval the implementation of the method's authors gives: confseq 0.0.11. */
const published = [0.25, -0.1, 0.4, 0, 0.05, -0.75, 1, 0.3, 0.3, -0.05, 0.6, 0.15];

const eValueOf = (differences: readonly number[]): number =>
  mixtureLogWealth(
    wagers,
    differences.reduce((wealth, difference) => withPayoff(wagers, wealth, difference), noWealth(wagers)),
  );

/** A pair with this difference, in values from 0 to 1. */
const differing = (difference: number) => pairOf(Math.max(0, difference), Math.max(0, -difference));

const value = fc.double({ min: 0, max: 1, noNaN: true });
const scores = fc.array(fc.tuple(value, value), { maxLength: 120 });
const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 60 });

describe('the e-value of bounded differences', () => {
  it('is what confseq 0.0.11 gives: diversified_betting_mart of (d + 1) / 2 against 1/2 with bets of twice the stakes', () => {
    expect(eValueOf(published)).toBeCloseTo(0.4978108586336662, 12);
    expect([1, 2, 3].map((length) => eValueOf(published.slice(0, length)))).toEqual(
      [0.06648974126883321, 0.038106940566907055, 0.14338996621667752].map((log) => expect.closeTo(log, 12)),
    );
  });

  it.each([
    [
      [
        { d: 0.5, chance: 0.5 },
        { d: -0.5, chance: 0.5 },
      ],
    ],
    [
      [
        { d: 1, chance: 0.2 },
        { d: -0.25, chance: 0.8 },
      ],
    ],
    [
      [
        { d: 0.3, chance: 0.3 },
        { d: 0, chance: 0.4 },
        { d: -0.3, chance: 0.3 },
      ],
    ],
  ])('is one on average under a mean of 0, by all sequences: %j', (points) => {
    let all = [{ wealth: noWealth(wagers), chance: 1 }];
    for (let pairs = 1; pairs <= 7; pairs++) {
      all = all.flatMap(({ wealth, chance }) =>
        points.map((point) => ({ wealth: withPayoff(wagers, wealth, point.d), chance: chance * point.chance })),
      );
      expect(
        all.reduce((sum, { wealth, chance }) => sum + chance * Math.exp(mixtureLogWealth(wagers, wealth)), 0),
      ).toBeCloseTo(1, 10);
    }
  });

  it('is the binary one where differences are -1, 0 and 1', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 0, 1), { maxLength: 200 }), (some) => {
        const wins = some.filter((each) => each > 0).length;
        const losses = some.filter((each) => each < 0).length;
        expect(eValueOf(some)).toBeCloseTo(logEValue(wagers, wins, losses), 10);
      }),
    ));

  it('grows with every difference, ignores ties and order, and stays finite', () =>
    fc.assert(
      fc.property(differences, fc.double({ min: -1, max: 0.9, noNaN: true }), (some, next) => {
        expect(eValueOf([...some, next + 0.1])).toBeGreaterThan(eValueOf([...some, next]));
        expect(eValueOf([...some, 0])).toBe(eValueOf(some));
        expect(eValueOf([...some].reverse())).toBeCloseTo(eValueOf(some), 8);
        expect(Number.isFinite(eValueOf(some))).toBe(true);
      }),
    ));
});

describe('a comparison of scores', () => {
  it('goes as one of solved and not solved where scores are 0 and 1', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 200 }),
        fc.constantFrom(0, 0.01, 0.2),
        (pairs, futility) => {
          const some = pairs.map(([candidate, incumbent]) => pairOf(candidate, incumbent));
          const binary = compared({ ...gateDefaults, futility }, some);
          const bounded = compared({ ...policy, futility }, some);
          const same = ({ status, end, pairs: seen, wins, losses, provenAt, squares, candidateTotal }: GateState) => ({
            status,
            end,
            seen,
            wins,
            losses,
            provenAt,
            squares,
            candidateTotal,
          });
          expect(same(bounded)).toEqual(same(binary));
        },
      ),
    ));

  it('recomputes from its pairs: sums, e-value, the moment of proof', () =>
    fc.assert(
      fc.property(scores, (pairs) => {
        const { evidence } = verdict(
          compared(
            policy,
            pairs.map(([candidate, incumbent]) => pairOf(candidate, incumbent)),
          ),
        );
        const seen = pairs.slice(0, evidence.pairs).map(([candidate, incumbent]) => candidate - incumbent);
        expect(evidence).toMatchObject({
          wins: seen.filter((d) => d > 0).length,
          losses: seen.filter((d) => d < 0).length,
        });
        expect(evidence.candidateTotal - evidence.incumbentTotal).toBeCloseTo(
          seen.reduce((a, b) => a + b, 0),
          9,
        );
        expect(evidence.squares).toBeCloseTo(
          seen.reduce((a, b) => a + b * b, 0),
          9,
        );
        expect(evidence.logEValue).toBeCloseTo(eValueOf(seen), 9);
        const first = seen.findIndex((_, index) => eValueOf(seen.slice(0, index + 1)) >= evidence.logThreshold);
        expect(evidence.provenAt).toBe(first === -1 ? null : first + 1);
      }),
      { numRuns: 40 },
    ));

  it('goes on from stored data as if nothing had happened', () =>
    fc.assert(
      fc.property(scores, fc.nat(120), (pairs, cut) => {
        const some = pairs.map(([candidate, incumbent]) => pairOf(candidate, incumbent));
        const stored = JSON.parse(JSON.stringify(compared(policy, some.slice(0, cut)))) as GateState;
        expect(some.slice(cut).reduce(gateStep, stored)).toEqual(compared(policy, some));
      }),
    ));

  it('never promotes both of two sides, whichever is called the candidate', () =>
    fc.assert(
      fc.property(scores, (pairs) => {
        const one = compared(
          policy,
          pairs.map(([candidate, incumbent]) => pairOf(candidate, incumbent)),
        );
        const other = compared(
          policy,
          pairs.map(([candidate, incumbent]) => pairOf(incumbent, candidate)),
        );
        expect(one.status === 'superior' && other.status === 'superior').toBe(false);
      }),
    ));

  it('rejects equal scores as identical, and one that always scores less as hopeless', () => {
    expect(
      verdict(
        compared(
          policy,
          Array.from({ length: 500 }, () => pairOf(0.7, 0.7)),
        ),
      ),
    ).toMatchObject({
      outcome: 'rejected',
      code: 'identical',
      reason: expect.stringMatching(/^Candidate and incumbent scored the same in all \d+ pairs\.$/u),
    });
    const worse = compared(
      policy,
      Array.from({ length: 500 }, () => pairOf(0.4, 0.7)),
    );
    expect(worse.end).toBe('hopeless');
    expect(worse.pairs).toBeLessThan(100);
  });

  it('promotes one that always scores a little more', () =>
    expect(
      verdict(
        compared(
          policy,
          Array.from({ length: 500 }, () => pairOf(0.8, 0.7)),
        ),
      ),
    ).toMatchObject({ outcome: 'promoted', reason: expect.stringContaining('The candidate scores higher: after') }));
});

/** Scores whose difference is spread around a gain by as much noise, shared difficulty aside. */
const scored = (gain: number, spread: number) => (rng: Rng) =>
  differing(Math.max(-1, Math.min(1, gain + spread * gaussian(rng))));

const runs = (count: number, draw: (rng: Rng) => ReturnType<typeof pairOf>): GateState[] =>
  Array.from({ length: count }, (_, seed) => {
    const rng = rngOf(seed, 'bounded');
    let state = compared(policy, []);
    while (state.status === 'undecided') state = gateStep(state, draw(rng));
    return state;
  });

describe('the gate of scores in simulation', () => {
  it.each([
    ['normal', scored(0, 0.3)],
    ['skewed: rarely much better, often a little worse', (rng: Rng) => differing(uniform(rng) < 0.1 ? 0.9 : -0.1)],
    ['skewed: rarely much worse, often a little better', (rng: Rng) => differing(uniform(rng) < 0.1 ? -0.9 : 0.1)],
  ])('promotes a candidate that is no better in at most 5 %% of runs: %s', (_, draw) => {
    const states = runs(200, draw);
    expect(states.filter(({ status }) => status === 'superior').length / 200).toBeLessThanOrEqual(0.05);
    expect(states.filter(({ status }) => status === 'futile').length / 200).toBeGreaterThan(0.6);
  });

  it('finds five points of a score whose difference has a deviation of 0.3 in most runs, with less than the 500 pairs it may use', () => {
    const states = runs(200, scored(0.05, 0.3));
    expect(states.filter(({ status }) => status === 'superior').length / 200).toBeGreaterThan(0.8);
    expect(states.reduce((sum, { pairs }) => sum + pairs, 0) / 200).toBeLessThan(300);
  });
});

describe('the confidence sequence of a mean difference', () => {
  it('is what confseq 0.0.11 gives for six times the twelve differences', () => {
    const { low, high } = gainInterval(wagers, Array.from({ length: 6 }, () => published).flat());
    expect(low).toBeCloseTo(-0.0036807940688596275, 8);
    expect(high).toBeCloseTo(0.33620746585506883, 8);
  });

  it('contains the mean, mirrors with it, and excludes 0 exactly when the e-value is at its level', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 }), (some) => {
        const { low, high } = gainInterval(wagers, some);
        const mean = some.reduce((a, b) => a + b, 0) / some.length;
        expect(low <= mean + 1e-9 && mean - 1e-9 <= high).toBe(true);
        const mirrored = gainInterval(
          wagers,
          some.map((each) => -each),
        );
        expect([mirrored.low, mirrored.high]).toEqual([expect.closeTo(-high, 8), expect.closeTo(-low, 8)]);
        expect(low >= 0).toBe(eValueOf(some) >= Math.log(40));
      }),
    ));

  it('covers the true mean at all looks at once', () => {
    let missed = 0;
    for (let run = 0; run < 100; run++) {
      const rng = rngOf(run, 'sequence');
      const seen: number[] = [];
      let out = false;
      for (let pairs = 1; pairs <= 300; pairs++) {
        const draw = uniform(rng);
        seen.push(draw < 0.2 ? 0.75 : draw < 0.4 ? -0.5 : 0.0625); // mean 0.0875
        if (pairs % 60 !== 0) continue;
        const { low, high } = gainInterval(wagers, seen);
        out ||= low > 0.0875 || high < 0.0875;
      }
      missed += Number(out);
    }
    expect(missed / 100).toBeLessThanOrEqual(0.05);
  });
});

it('several runs an item are one value: their number never makes a proof of one item', () => {
  const lucky = compared({ ...gateDefaults, runsPerItem: 8, maxPairs: 20 }, [
    { candidate: outcomeOf(1), incumbent: outcomeOf(0) },
  ]);
  expect(lucky).toMatchObject({ pairs: 1, provenAt: null });
  expect(verdict(lucky).evidence.logEValue).toBeCloseTo(logEValue(wagers, 1, 0), 12);
});
