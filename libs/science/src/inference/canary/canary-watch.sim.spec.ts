import * as fc from 'fast-check';
import { rngOf, uniform } from '../../random/rng.js';
import { canaryInitial, canaryStep, type CanaryAnswer, type CanaryState } from './canary-watch.js';

const answers: readonly CanaryAnswer[] = [
  { label: 'candidate', solved: true },
  { label: 'candidate', solved: false },
  { label: 'production', solved: true },
  { label: 'production', solved: false },
];

interface Odds {
  readonly share: number;
  readonly candidate: number;
  readonly production: number;
}

const chanceOf = ({ label, solved }: CanaryAnswer, { share, ...rates }: Odds): number =>
  (label === 'candidate' ? share : 1 - share) * (solved ? rates[label] : 1 - rates[label]);

/** Sum over all sequences of so many answers of chance times value of the last state. */
const expected = (state: CanaryState, steps: number, odds: Odds, value: (last: CanaryState) => number): number =>
  steps === 0 || state.status !== 'running'
    ? value(state)
    : answers.reduce(
        (sum, answer) => sum + chanceOf(answer, odds) * expected(canaryStep(state, answer), steps - 1, odds, value),
        0,
      );

const endless = (alpha: number): CanaryState => canaryInitial({ alpha, outcomes: 1_000_000 });

describe('the e-value, over all sequences of answers', () => {
  it.each([0.1, 0.5, 0.8])('is one on average where both sides are as good, at a share of %p', (share) => {
    for (const rate of [0.2, 0.5, 0.9])
      expect(
        expected(endless(1e-9), 7, { share, candidate: rate, production: rate }, ({ logEValue }) =>
          Math.exp(logEValue),
        ),
      ).toBeCloseTo(1, 10);
  });

  it('is less than one on average where the candidate is better, more where it is worse', () => {
    expect(
      expected(endless(1e-9), 7, { share: 0.5, candidate: 0.6, production: 0.5 }, ({ logEValue }) =>
        Math.exp(logEValue),
      ),
    ).toBeLessThan(1);
    expect(
      expected(endless(1e-9), 7, { share: 0.5, candidate: 0.4, production: 0.5 }, ({ logEValue }) =>
        Math.exp(logEValue),
      ),
    ).toBeGreaterThan(1);
  });

  it('takes back a candidate that is no worse with probability at most alpha', () => {
    for (const alpha of [0.6, 0.4]) {
      const chance = expected(endless(alpha), 8, { share: 0.5, candidate: 0.5, production: 0.5 }, ({ status }) =>
        Number(status === 'worse'),
      );
      expect(chance).toBeLessThanOrEqual(alpha);
      expect(chance).toBeGreaterThan(0);
    }
  });
});

const live = (odds: Odds, seed: number, outcomes = 100): CanaryState => {
  const rng = rngOf(seed, 'canary');
  let state = canaryInitial({ alpha: 0.05, outcomes });
  while (state.status === 'running') {
    const label = uniform(rng) < odds.share ? 'candidate' : 'production';
    state = canaryStep(state, { label, solved: uniform(rng) < odds[label] });
  }
  return state;
};

const lives = (odds: Odds, count: number, outcomes?: number): CanaryState[] =>
  Array.from({ length: count }, (_, seed) => live(odds, seed, outcomes));

describe('a canary', () => {
  it.each([0.1, 0.3, 0.5])('that is as good is taken back in at most 5 %% of 500 lives at a share of %p', (share) => {
    const reverted = lives({ share, candidate: 0.7, production: 0.7 }, 500, 150).filter(
      ({ status }) => status === 'worse',
    ).length;
    expect(reverted / 500).toBeLessThanOrEqual(0.05);
  });

  it('that is clearly worse is taken back, and soon', () => {
    const reverted = lives({ share: 0.1, candidate: 0.4, production: 0.8 }, 300).filter(
      ({ status }) => status === 'worse',
    );
    expect(reverted.length / 300).toBeGreaterThan(0.98);
    expect(reverted.reduce((sum, { candidate }) => sum + candidate, 0) / reverted.length).toBeLessThan(25);
  });

  it('that fails always goes after ten or so answers', () =>
    expect(live({ share: 0.1, candidate: 0, production: 0.9 }, 1).candidate).toBeLessThan(14));

  it('stays where difficulty changes for both at once', () => {
    let reverted = 0;
    for (let seed = 0; seed < 300; seed++) {
      const rng = rngOf(seed, 'drift');
      let state = canaryInitial({ alpha: 0.05, outcomes: 100 });
      for (let turn = 0; state.status === 'running'; turn++) {
        const rate = turn < 300 ? 0.9 : 0.2;
        state = canaryStep(state, {
          label: uniform(rng) < 0.2 ? 'candidate' : 'production',
          solved: uniform(rng) < rate,
        });
      }
      reverted += Number(state.status === 'worse');
    }
    expect(reverted / 300).toBeLessThanOrEqual(0.05);
  });

  it('passes after its outcomes were compared, not before production answered', () => {
    const good = { label: 'candidate', solved: true } as const;
    const alone = Array.from({ length: 50 }).reduce<CanaryState>(
      (state) => canaryStep(state, good),
      canaryInitial({ alpha: 0.05, outcomes: 20 }),
    );
    expect([alone.status, alone.candidate, alone.compared]).toEqual(['running', 50, 0]);
    expect(canaryStep(alone, { label: 'production', solved: true })).toMatchObject({
      status: 'passed',
      compared: 50,
      pairs: 1,
    });
  });
});

describe('the e-value', () => {
  const life = fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 40 });
  const evidence = (given: readonly CanaryAnswer[]): number =>
    given.reduce<CanaryState>((state, answer) => canaryStep(state, answer), endless(1e-12)).logEValue;

  it('never falls when an answer of the candidate fails instead, nor when one of production solves instead', () =>
    fc.assert(
      fc.property(life, fc.nat(39), (given, place) => {
        const at = place % given.length;
        const worse = given.map((answer, index) =>
          index === at ? { ...answer, solved: answer.label === 'production' } : answer,
        );
        expect(evidence(worse)).toBeGreaterThanOrEqual(evidence(given) - 1e-12);
      }),
    ));
});

describe('the state', () => {
  it('counts every answer, is plain data, and is the product of bets by hand', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...answers), { maxLength: 40 }), (given) => {
        const state = given.reduce<CanaryState>(
          (now, answer) => canaryStep(JSON.parse(JSON.stringify(now)) as CanaryState, answer),
          endless(1e-12),
        );
        expect(state.candidate + state.production).toBe(given.length);
        expect(state.candidateSolved + state.productionSolved).toBe(given.filter(({ solved }) => solved).length);
        const losses: number[] = [];
        let block: CanaryAnswer[] = [];
        for (const answer of given) {
          block.push(answer);
          const sides = (['production', 'candidate'] as const).map((label) =>
            block.filter((each) => each.label === label),
          );
          if (sides.some((side) => side.length === 0)) continue;
          const [production, candidate] = sides.map(
            (side) => side.filter(({ solved }) => solved).length / side.length,
          ) as [number, number];
          losses.push(production - candidate);
          block = [];
        }
        const wealth =
          Array.from({ length: 20 }, (_, place) =>
            losses.reduce((product, loss) => product * (1 + ((place + 0.5) / 20) * loss), 1),
          ).reduce((a, b) => a + b, 0) / 20;
        expect(state.logEValue).toBeCloseTo(Math.log(wealth), 9);
      }),
    ));

  it('stays once it has ended, and refuses rules that promise nothing', () => {
    const ended = live({ share: 0.5, candidate: 0, production: 1 }, 1);
    expect(canaryStep(ended, { label: 'candidate', solved: true })).toBe(ended);
    for (const rules of [
      { alpha: 0, outcomes: 10 },
      { alpha: NaN, outcomes: 10 },
      { alpha: 0.05, outcomes: 0 },
    ])
      expect(() => canaryInitial(rules)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
