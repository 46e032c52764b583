import { rngOf, uniform } from '../../random/rng.js';
import type { GateOutcome, GatePair } from '../gate/gate-pair.js';
import { gateDefaults, type GatePolicy } from '../gate/gate-policy.js';
import { compared, outcomeOf } from '../testing/outcomes.js';
import { verdict } from '../gate/verdict.js';

/** Only the guardrail that a test switches on. */
const unguarded: GatePolicy = {
  ...gateDefaults,
  latencyMargin: null,
  tokensMargin: null,
  refusalMargin: null,
  lengthMargin: null,
  maxPairs: 300,
};

/** Pairs that the candidate wins more often than not, so that only a guardrail can keep it from being promoted. */
const winning = (
  count: number,
  sides: (
    index: number,
    draw: () => number,
  ) => { candidate?: Partial<GateOutcome>; incumbent?: Partial<GateOutcome>; slice?: string },
): GatePair[] => {
  const rng = rngOf(7, 'guards');
  return Array.from({ length: count }, (_, index) => {
    const solved = Number(uniform(rng) < 0.4);
    const { candidate, incumbent, slice } = sides(index, () => uniform(rng));
    return {
      candidate: outcomeOf(1, candidate),
      incumbent: outcomeOf(solved, incumbent),
      ...(slice === undefined ? {} : { slice }),
    };
  });
};

describe('cost', () => {
  const spending = (candidate: number) =>
    winning(300, (_, draw) => ({
      candidate: { costMicros: candidate * (0.5 + draw()) },
      incumbent: { costMicros: 100 * (0.5 + draw()) },
    }));

  it('is compared by its sum, within the margin or breached', () => {
    expect(verdict(compared({ ...unguarded, costMargin: 0.25 }, spending(100)))).toMatchObject({
      outcome: 'promoted',
      evidence: { cost: { status: 'within', margin: 0.25 } },
    });
    expect(verdict(compared({ ...unguarded, costMargin: 0.25 }, spending(180)))).toMatchObject({
      outcome: 'rejected',
      code: 'cost_breached',
      reason: expect.stringContaining('costs more than the margin of 25.0 %'),
    });
    expect(verdict(compared(unguarded, spending(180)))).toMatchObject({
      outcome: 'promoted',
      evidence: { cost: { status: 'off', candidateTotal: 0 } },
    });
  });

  it('is judged alike in any unit', () => {
    const inCents = (pairs: GatePair[]) =>
      pairs.map(({ candidate, incumbent }) => ({
        candidate: { ...candidate, costMicros: candidate.costMicros / 1e4 },
        incumbent: { ...incumbent, costMicros: incumbent.costMicros / 1e4 },
      }));
    for (const ratio of [100, 124, 140]) {
      const [micros, cents] = [spending(ratio), inCents(spending(ratio))].map((pairs) =>
        compared({ ...unguarded, costMargin: 0.25 }, pairs),
      );
      expect([cents?.status, cents?.pairs]).toEqual([micros?.status, micros?.pairs]);
    }
  });
});

describe('calibration', () => {
  const guarded = { ...unguarded, calibrationMargin: 0.1 };
  const losing = (candidate: number | null, incumbent: number | null) =>
    winning(300, () => ({ candidate: { loss: candidate }, incumbent: { loss: incumbent } }));

  it('may get worse by the margin and no more', () => {
    expect(verdict(compared(guarded, losing(0.2, 0.2)))).toMatchObject({
      outcome: 'promoted',
      evidence: { calibration: { status: 'within', margin: 0.1 } },
    });
    expect(verdict(compared(guarded, losing(0.5, 0.2)))).toMatchObject({
      outcome: 'rejected',
      code: 'calibration_breached',
      reason: expect.stringContaining('worse calibrated than the margin of 10.0 %'),
      evidence: { calibration: { status: 'breached' } },
    });
  });

  it('stays open where no item has a confidence of both sides, and says so', () => {
    for (const pairs of [losing(null, 0.2), losing(0.2, null), losing(null, null)])
      expect(verdict(compared(guarded, pairs))).toMatchObject({
        outcome: 'held',
        code: 'guardrail_open',
        reason: expect.stringContaining('calibration (no item has a confidence of both sides)'),
        evidence: { calibration: { status: 'open', items: 0 } },
      });
  });

  it('leaves out the items where one side has none', () => {
    const pairs = winning(300, (index) => ({
      candidate: { loss: index % 2 === 0 ? 0.1 : null },
      incumbent: { loss: index % 3 === 0 ? 0.3 : null },
    }));
    const { evidence } = verdict(compared(guarded, pairs));
    const both = pairs
      .slice(0, evidence.pairs)
      .filter(({ candidate, incumbent }) => candidate.loss !== null && incumbent.loss !== null);
    expect(evidence.calibration).toMatchObject({
      items: both.length,
      candidateTotal: expect.closeTo(0.1 * both.length, 9),
      incumbentTotal: expect.closeTo(0.3 * both.length, 9),
    });
  });
});

describe('slices', () => {
  const guarded = {
    ...unguarded,
    slices: [
      { name: 'long', margin: 0.2 },
      { name: 'rare', margin: 0.2 },
    ],
  };
  const sliced = (long: number, rare: number) =>
    winning(400, (index) => {
      if (index % 4 === 0) return { slice: 'long', candidate: { value: long }, incumbent: { value: 1 - long } };
      return index % 4 === 1
        ? { slice: 'rare', candidate: { value: rare }, incumbent: { value: 1 - rare } }
        : { slice: 'other' };
    });

  it('each have to hold, by the items that are named so', () => {
    const { outcome, evidence } = verdict(compared(guarded, sliced(1, 1)));
    expect(outcome).toBe('promoted');
    expect(evidence.slices).toEqual([
      expect.objectContaining({ name: 'long', status: 'within' }),
      expect.objectContaining({ name: 'rare', status: 'within' }),
    ]);
    expect(evidence.slices[0]?.items).toBe(Math.ceil(evidence.pairs / 4));
  });

  it('stop a candidate that is better in all and worse on one of them, by its name', () =>
    expect(verdict(compared(guarded, sliced(1, 0)))).toMatchObject({
      outcome: 'rejected',
      code: 'slice_breached',
      reason: expect.stringContaining('worse on slice "rare" than the margin of 20.0 %'),
    }));

  it('hold it where no item is named so', () =>
    expect(verdict(compared({ ...unguarded, slices: [{ name: 'absent', margin: 0.2 }] }, sliced(1, 1)))).toMatchObject({
      outcome: 'held',
      code: 'guardrail_open',
      reason: expect.stringContaining('slice "absent" (no pair is of it)'),
    }));

  it('hold it where too few items are named so to say it, though all were equal', () => {
    const pairs = winning(300, (index) => (index < 10 ? { slice: 'long', incumbent: { value: 1 } } : {}));
    expect(verdict(compared({ ...unguarded, slices: [{ name: 'long', margin: 0.2 }] }, pairs))).toMatchObject({
      code: 'guardrail_open',
      evidence: { slices: [{ status: 'open', items: 10, candidateTotal: 10, incumbentTotal: 10 }] },
    });
  });
});

describe('the solve rate', () => {
  const calibrated = { ...unguarded, metric: 'calibration' as const };
  const pairs = (solved: number) =>
    winning(300, () => ({ candidate: { value: 1, solved }, incumbent: { value: 0.6, solved: 1 } }));

  it('keeps a candidate from winning calibration by never solving anything and saying so', () => {
    expect(verdict(compared(calibrated, pairs(0)))).toMatchObject({
      outcome: 'rejected',
      code: 'solve_rate_breached',
      reason: expect.stringContaining('solves fewer items than the margin of 10.0 %'),
    });
    expect(verdict(compared(calibrated, pairs(1)))).toMatchObject({
      outcome: 'promoted',
      reason: expect.stringContaining('The candidate is better calibrated'),
      evidence: { solveRate: { status: 'within' } },
    });
  });

  it('is not guarded where it is what is compared', () =>
    expect(verdict(compared({ ...unguarded, metric: 'score' }, pairs(0)))).toMatchObject({
      outcome: 'promoted',
      evidence: { solveRate: { status: 'off', items: 0 } },
    }));
});

it('names all that is open, and a sentence of it names no gain', () => {
  const policy = { ...unguarded, calibrationMargin: 0.1, slices: [{ name: 'x', margin: 0.1 }], maxPairs: 40 };
  const { reason, evidence } = verdict(
    compared(
      policy,
      winning(40, () => ({})),
    ),
  );
  expect(reason).toMatch(
    /^The candidate solves more, but calibration \(.*\) and slice "x" \(.*\) could not be shown to stay within the margin, after 40 pairs/u,
  );
  expect(Object.keys(evidence).filter((key) => /gain/u.test(key))).toEqual([]);
});
