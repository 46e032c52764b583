import * as fc from 'fast-check';
import type { GateOutcome, GatePair } from '../gate/gate-pair.js';
import { gateDefaults, type GatePolicy } from '../gate/gate-policy.js';
import { compared, outcomeOf } from '../testing/outcomes.js';
import { verdict } from '../gate/verdict.js';

const policy: GatePolicy = { ...gateDefaults, latencyMargin: null, tokensMargin: null };

const won = (candidate: Partial<GateOutcome> = {}, incumbent: Partial<GateOutcome> = {}): GatePair => ({
  candidate: outcomeOf(1, candidate),
  incumbent: outcomeOf(0, incumbent),
});
const times = (count: number, pair: (index: number) => GatePair): GatePair[] =>
  Array.from({ length: count }, (_, index) => pair(index));

describe('refusals', () => {
  it('trip when the candidate is shown to decline more often than the margin allows', () => {
    const state = compared(
      policy,
      times(300, (index) => won({ refused: Number(index % 2 === 0) })),
    );
    expect(verdict(state)).toMatchObject({
      outcome: 'rejected',
      code: 'tripwire_refusal',
      reason: expect.stringContaining('Tripwire refusal: the candidate declines'),
      evidence: { tripwires: { refusal: { status: 'tripped', margin: 0.05 } } },
    });
  });

  it('do not when the incumbent declines as often', () =>
    expect(
      compared(
        policy,
        times(100, (index) => won({ refused: Number(index % 2 === 0) }, { refused: Number(index % 2 === 1) })),
      ).status,
    ).toBe('superior'));

  it('hold back a promotion while more of them are seen than allowed, though not yet shown', () => {
    const few = times(40, (index) => won({ refused: Number(index % 10 === 0) }));
    expect(compared(policy, few)).toMatchObject({ status: 'undecided', provenAt: 10 });
    expect(verdict(compared({ ...policy, maxPairs: 40 }, few))).toMatchObject({
      outcome: 'held',
      code: 'guardrail_open',
      reason: expect.stringContaining('the share of refusals'),
      evidence: { tripwires: { refusal: { status: 'open' } } },
    });
  });

  it('do not count without a margin', () =>
    expect(
      verdict(
        compared(
          { ...policy, refusalMargin: null },
          times(300, () => won({ refused: 1 })),
        ),
      ),
    ).toMatchObject({ outcome: 'promoted', evidence: { tripwires: { refusal: { status: 'off', items: 0 } } } }));
});

describe('length', () => {
  const written = (candidate: number, incumbent: number) =>
    times(200, (index) => won({ outputChars: candidate + (index % 7) }, { outputChars: incumbent + (index % 5) }));

  it('trips when answers are longer than the margin allows', () => {
    expect(verdict(compared(policy, written(2000, 500)))).toMatchObject({
      outcome: 'rejected',
      code: 'tripwire_length',
      reason: expect.stringContaining("Tripwire length: the candidate's answers are longer than the margin of 100.0 %"),
    });
    expect(compared(policy, written(900, 500)).status).toBe('superior');
  });

  it('does not count a few words more, nor an item that one side left unanswered', () => {
    expect(compared(policy, written(60, 2)).status).toBe('superior');
    expect(
      verdict(
        compared(
          policy,
          times(200, (index) => won({ outputChars: 800 }, { outputChars: index % 3 === 0 ? 700 : 0 })),
        ),
      ),
    ).toMatchObject({
      outcome: 'promoted',
      evidence: {
        pairs: 20,
        tripwires: {
          length: {
            status: 'clear',
            candidateTotal: 7 * 800,
            incumbentTotal: 7 * 700,
            contrast: { count: 7, mean: expect.closeTo(900 - 2 * 800, 9) },
          },
        },
      },
    });
  });

  it('does not count without a margin', () =>
    expect(compared({ ...policy, lengthMargin: null }, written(9000, 100)).status).toBe('superior'));
});

describe('the scorer', () => {
  it('trips at the first item where the candidate reaches for it, before any other verdict', () =>
    fc.assert(
      fc.property(fc.nat(60), (place) => {
        const state = compared(
          { ...policy, maxPairs: 500, minPairs: 80 },
          times(200, (index) => won({ touchedScorer: index === place })),
        );
        expect(state).toMatchObject({ status: 'futile', end: 'tripwire_scorer', pairs: place + 1 });
        expect(verdict(state)).toMatchObject({
          outcome: 'rejected',
          code: 'tripwire_scorer',
          evidence: { tripwires: { scorer: { status: 'tripped', touches: 1 } } },
        });
      }),
    ));

  it('is no concern where the incumbent did', () =>
    expect(
      compared(
        policy,
        times(100, () => won({}, { touchedScorer: true })),
      ).status,
    ).toBe('superior'));
});

it('a run of honest winners trips nothing', () =>
  expect(
    verdict(
      compared(
        policy,
        times(100, () => won({ outputChars: 300 }, { outputChars: 280 })),
      ),
    ).evidence.tripwires,
  ).toMatchObject({
    refusal: { status: 'clear' },
    length: { status: 'clear' },
    scorer: { status: 'clear', touches: 0 },
  }));
