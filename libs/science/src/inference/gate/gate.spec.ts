import * as fc from 'fast-check';
import { rngOf, uniform } from '../../random/rng.js';
import { conditionalPower, isHopeless } from './futility.js';
import { gateInitial, gateStep, type GateState } from './gate.js';
import type { GatePair } from './gate-pair.js';
import { gateDefaults, type GatePolicy } from './gate-policy.js';
import { outcomeOf } from '../testing/outcomes.js';
import { logEValue } from '../betting/wager.js';
import { verdict } from './verdict.js';
import { winsNeededFor } from './wins-needed.js';

const side = (solved: boolean, latencyMs = 10, tokens = 100): GatePair['candidate'] =>
  outcomeOf(Number(solved), { latencyMs, tokens });
const pair = (candidate: boolean, incumbent: boolean): GatePair => ({
  candidate: side(candidate),
  incumbent: side(incumbent),
});
const win = pair(true, false);
const loss = pair(false, true);
const tie = pair(true, true);

const run = (policy: GatePolicy, pairs: Iterable<GatePair>): GateState => {
  let state = gateInitial(policy);
  for (const each of pairs) state = gateStep(state, each);
  return state;
};

const repeated = (each: GatePair, times: number): GatePair[] => Array.from({ length: times }, () => each);

const anyPair = fc
  .tuple(fc.boolean(), fc.boolean(), fc.nat(1000), fc.nat(1000), fc.nat(500), fc.nat(500))
  .map(([candidate, incumbent, ...sizes]): GatePair => ({
    candidate: side(candidate, sizes[0], sizes[2]),
    incumbent: side(incumbent, sizes[1], sizes[3]),
  }));
const everyDefault = Object.fromEntries(
  Object.entries(gateDefaults).map(([name, value]) => [name, fc.constant(value)]),
) as { [Name in keyof GatePolicy]: fc.Arbitrary<GatePolicy[Name]> };
const anyPolicy: fc.Arbitrary<GatePolicy> = fc.record({
  ...everyDefault,
  alpha: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  minGain: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
  minPairs: fc.integer({ min: 1, max: 30 }),
  maxPairs: fc.integer({ min: 30, max: 200 }),
  futility: fc.constantFrom(0, 0.01, 0.1),
  latencyMargin: fc.constantFrom(null, 0, 0.25, 2),
  tokensMargin: fc.constantFrom(null, 0, 0.25, 2),
  guardrailAlpha: fc.constant(0.05),
  latencyFloorMs: fc.constantFrom(0.5, 1, 20),
});

describe('a comparison', () => {
  it('promotes a candidate that keeps winning, as soon as guardrails and the least number of pairs allow', () => {
    const state = run(gateDefaults, repeated(win, 500));
    expect(state).toMatchObject({ status: 'superior', end: 'proven_better', pairs: 20, provenAt: 10 });
    expect(verdict(state)).toMatchObject({ outcome: 'promoted', code: 'proven_better' });
  });

  it.each([
    ['all solved', [pair(true, true)]],
    ['none solved', [pair(false, false)]],
    ['some solved', [pair(true, true), pair(false, false), pair(false, false)]],
  ])('never promotes an identical stream: %s', (_, pattern) => {
    const state = run(
      gateDefaults,
      Array.from({ length: 600 }, (_each, index) => pattern[index % pattern.length] as GatePair),
    );
    expect(state.status).toBe('futile');
    expect(state.pairs).toBeLessThan(100);
    expect(verdict(state)).toMatchObject({
      outcome: 'rejected',
      code: 'identical',
      evidence: { logEValue: expect.closeTo(0, 12) },
    });
    expect(verdict(run({ ...gateDefaults, futility: 0 }, repeated(tie, 500)))).toMatchObject({
      outcome: 'rejected',
      code: 'identical',
    });
  });

  it('gives up on a candidate that keeps losing, early', () => {
    const state = run(gateDefaults, repeated(loss, 500));
    expect(state).toMatchObject({ status: 'futile', end: 'hopeless', pairs: 30 });
    expect(verdict(state).outcome).toBe('rejected');
  });

  it('holds when the pairs run out before anything is proven', () => {
    const state = run(
      { ...gateDefaults, futility: 0 },
      Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? win : loss)),
    );
    expect(state).toMatchObject({ status: 'exhausted', end: 'out_of_pairs', pairs: 500 });
    expect(verdict(state)).toMatchObject({ outcome: 'held', code: 'not_proven' });
  });

  it('holds when it is asked too early, and says so', () => {
    expect(verdict(gateInitial(gateDefaults))).toMatchObject({
      outcome: 'held',
      code: 'undecided',
      evidence: { pairs: 0, logEValue: expect.closeTo(0, 12) },
    });
    expect(verdict(run(gateDefaults, [win]))).toMatchObject({ outcome: 'held', code: 'undecided' });
  });

  it('stays as it ended', () =>
    fc.assert(
      fc.property(fc.array(anyPair, { maxLength: 30 }), (more) => {
        const ended = run(gateDefaults, repeated(win, 20));
        expect(more.reduce(gateStep, ended)).toBe(ended);
      }),
    ));

  it('goes on from stored data as if nothing had happened, and never changes a state that it was given', () =>
    fc.assert(
      fc.property(anyPolicy, fc.array(anyPair, { maxLength: 120 }), fc.nat(120), (policy, pairs, cut) => {
        const half = run(policy, pairs.slice(0, cut));
        const stored = JSON.stringify(half);
        const resumed = pairs.slice(cut).reduce(gateStep, JSON.parse(stored) as GateState);
        expect(resumed).toEqual(run(policy, pairs));
        expect(JSON.stringify(half)).toBe(stored);
      }),
    ));

  it('matches a recomputation from the recorded pairs: counts, e-value, the moment of proof', () =>
    fc.assert(
      fc.property(anyPolicy, fc.array(anyPair, { maxLength: 200 }), (policy, pairs) => {
        const { evidence } = verdict(run(policy, pairs));
        const seen = pairs.slice(0, evidence.pairs);
        const leads = seen.map(({ candidate, incumbent }) => candidate.value - incumbent.value);
        const upTo = (end: number) => ({
          wins: leads.slice(0, end).filter((lead) => lead > 0).length,
          losses: leads.slice(0, end).filter((lead) => lead < 0).length,
        });
        const { wins, losses } = upTo(seen.length);
        expect(evidence).toMatchObject({
          wins,
          losses,
          ties: seen.length - wins - losses,
          squares: wins + losses,
          candidateTotal: seen.filter(({ candidate }) => candidate.value === 1).length,
          incumbentTotal: seen.filter(({ incumbent }) => incumbent.value === 1).length,
        });
        expect(evidence.logEValue).toBeCloseTo(logEValue(evidence.wagers, wins, losses), 12);
        const values = seen
          .map((_, index) => upTo(index + 1))
          .map((counts) => logEValue(evidence.wagers, counts.wins, counts.losses));
        const first = values.findIndex((value) => value >= evidence.logThreshold);
        expect(evidence.provenAt).toBe(first === -1 ? null : first + 1);
        for (const point of evidence.path) expect(point.logEValue).toBeCloseTo(values[point.pairs - 1] as number, 12);
      }),
    ));

  it('keeps a short path however long it runs', () => {
    const state = run(
      { ...gateDefaults, futility: 0, maxPairs: 20_000 },
      Array.from({ length: 20_000 }, (_, index) => [win, loss, tie][index % 3] as GatePair),
    );
    expect(state.path.length).toBeLessThan(50);
    expect(state.path.at(-1)?.pairs).toBe(20_000);
  });

  it.each([[-1], [NaN], [Infinity]])('refuses a latency of %p', (latencyMs) =>
    expect(() =>
      gateStep(gateInitial(gateDefaults), { candidate: side(true, latencyMs), incumbent: side(true) }),
    ).toThrow('candidate.latencyMs must be a finite number'),
  );
});

describe('guardrails', () => {
  const noisy = (ratio: number, tokens: number, count = 400): GatePair[] => {
    const rng = rngOf(1, ratio, tokens);
    return Array.from({ length: count }, () => {
      const ms = 20 + 80 * uniform(rng);
      return {
        candidate: side(true, ms * ratio * (0.8 + 0.4 * uniform(rng)), tokens),
        incumbent: side(uniform(rng) < 0.5, ms, 100),
      };
    });
  };

  it('let a candidate pass that stays within the margins', () =>
    expect(run(gateDefaults, noisy(1.02, 105)).status).toBe('superior'));

  it('stop one that is slower', () => {
    const state = run(gateDefaults, noisy(2, 100));
    expect(state).toMatchObject({ status: 'futile', end: 'latency_breached' });
    expect(verdict(state)).toMatchObject({
      outcome: 'rejected',
      code: 'latency_breached',
      evidence: { latency: { status: 'breached' }, tokens: { status: 'within' } },
    });
  });

  it('stop one that takes more tokens', () => expect(run(gateDefaults, noisy(1, 150)).end).toBe('tokens_breached'));

  it('hold one that cannot be told from the margin', () => {
    const state = run({ ...gateDefaults, maxPairs: 60 }, noisy(1.24, 100));
    expect(verdict(state)).toMatchObject({
      outcome: 'held',
      code: 'guardrail_open',
      reason: expect.stringContaining('latency could not be shown'),
    });
  });

  it('do not apply where there is no margin, and pass where nothing is spent', () => {
    expect(run({ ...gateDefaults, latencyMargin: null, tokensMargin: null }, noisy(5, 5000)).status).toBe('superior');
    expect(run(gateDefaults, repeated({ candidate: side(true, 0, 0), incumbent: side(false, 0, 0) }, 50)).status).toBe(
      'superior',
    );
  });

  it('are not fooled by one outlier', () => {
    const pairs = [...repeated({ candidate: side(true, 5000), incumbent: side(false, 10) }, 1), ...noisy(1, 100)];
    expect(run(gateDefaults, pairs).status).toBe('superior');
  });
});

describe('futility', () => {
  it('measures conditional power as a brute-force simulation does', () => {
    const policy = { ...gateDefaults, maxPairs: 300 };
    const counts = { pairs: 150, wins: 30, losses: 24 };
    const rng = rngOf(9);
    const discordant = 55 / 152;
    const needed = winsNeededFor(policy);
    let proven = 0;
    for (let run_ = 0; run_ < 4000; run_++) {
      let { wins, losses } = counts;
      for (let left = 150; left > 0; left--) {
        const draw = uniform(rng);
        if (draw < (discordant + 0.05) / 2) wins += 1;
        else if (draw < discordant) losses += 1;
      }
      proven += Number(wins >= needed(wins + losses));
    }
    expect(Math.abs(conditionalPower(policy, counts) - proven / 4000)).toBeLessThan(0.03);
  });

  it('never strikes early, nor when it is switched off', () => {
    expect(isHopeless(gateDefaults, { pairs: 29, wins: 0, losses: 29 })).toBe(false);
    expect(isHopeless({ ...gateDefaults, futility: 0 }, { pairs: 300, wins: 0, losses: 300 })).toBe(false);
  });

  it('falls with every loss', () =>
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 400 }), fc.nat(100), fc.nat(100), (pairs, wins, losses) => {
        fc.pre(wins + losses < pairs && losses > 0 && wins > 0);
        const worse = conditionalPower(gateDefaults, { pairs, wins: wins - 1, losses: losses + 1 });
        expect(worse).toBeLessThanOrEqual(conditionalPower(gateDefaults, { pairs, wins, losses }) + 1e-12);
      }),
    ));
});

it('reads a policy of old with what it does not know filled in, without changing what it says', () => {
  const {
    metric: _metric,
    runsPerItem: _runs,
    costMargin: _cost,
    slices: _slices,
    refusalMargin: _refusal,
    ...old
  } = { ...gateDefaults, alpha: 0.01 };
  expect(run({ ...gateDefaults, ...old }, repeated(win, 30))).toMatchObject({
    status: 'superior',
    policy: { alpha: 0.01, metric: 'solve_rate', slices: [] },
  });
});
