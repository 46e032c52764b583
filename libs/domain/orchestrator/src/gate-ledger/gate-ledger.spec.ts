import fc from 'fast-check';
import { given } from '@ao/testing';
import { shareAlpha, spendingNames } from '@ao/science';
import { gateLedger, type GateLedgerCommand, type ReserveAlpha } from './gate-ledger.decider.js';
import type { GateLedgerEvent } from './gate-ledger.events.js';
import { alphaOnOffer, freshDue, goneAlpha, ledgerTest, offeredAlpha, type GateLedger } from './gate-ledger.state.js';

const ask = (changes: Partial<ReserveAlpha['data']> = {}): ReserveAlpha => ({
  type: 'ReserveAlpha',
  data: {
    slot: 'recall/set',
    jobId: 'j1',
    finalist: 0,
    candidateHash: 'c1',
    taskSet: 'set@f00d',
    atMost: 0.05,
    slotAlpha: 0.05,
    spending: '',
    looksAllowed: 20,
    ...changes,
  },
});
const settle = (promoted: boolean, jobId = 'j1', finalist = 0): GateLedgerCommand => ({
  type: 'SettleAlpha',
  data: { jobId, finalist, promoted },
});

type Reserved = Extract<GateLedgerEvent, { type: 'AlphaReserved' }>;
const share = (test: number): number => shareAlpha(0.05, test - 1);
const reserved = (changes: Partial<Reserved['data']> = {}): Reserved => ({
  type: 'AlphaReserved',
  data: {
    slot: 'recall/set',
    test: 1,
    jobId: 'j1',
    finalist: 0,
    candidateHash: 'c1',
    alpha: share(1),
    taskSet: 'set@f00d',
    look: 1,
    looksAllowed: 20,
    spending: 'family_wise',
    slotAlpha: 0.05,
    spent: share(1),
    ...changes,
  },
});
const settled = (promoted: boolean, nextAlpha: number, spent: number): GateLedgerEvent => ({
  type: 'AlphaSettled',
  data: { slot: 'recall/set', test: 1, jobId: 'j1', finalist: 0, promoted, nextAlpha, spent },
});

describe('a part of the error', () => {
  it('is the first of the series for the first test, family-wise where nobody chose', () =>
    given(gateLedger).when(ask()).then(reserved()));
  it('is reserved once for each finalist of a job', () => given(gateLedger, reserved()).when(ask()).thenNothing());
  it('is that of one candidate', () =>
    given(gateLedger, reserved())
      .when(ask({ candidateHash: 'c2' }))
      .thenRefused('already_exists'));
  it('is never more than the job asks for', () =>
    given(gateLedger)
      .when(ask({ atMost: 0.01 }))
      .then(reserved({ alpha: 0.01, spent: 0.01 })));
  it('of the next test is the next of the series', () =>
    given(gateLedger, reserved())
      .when(ask({ finalist: 1, candidateHash: 'c2' }))
      .then(
        reserved({ test: 2, finalist: 1, candidateHash: 'c2', alpha: share(2), look: 2, spent: share(1) + share(2) }),
      ));
  it('grows by what a promotion hands on', () => {
    const [{ data }] = given(gateLedger, reserved(), settled(true, 0, 0))
      .when(ask({ jobId: 'j2' }))
      .events() as [Reserved];
    expect(data.alpha).toBeCloseTo(share(1) + share(2), 15);
    expect(data.spent).toBeCloseTo(share(1) + share(2), 15);
  });
  it('can be looked at before it is reserved', () => {
    const wish = { slotAlpha: 0.05, spending: '', atMost: 0.05 } as const;
    expect(alphaOnOffer(gateLedger.initial, wish)).toBe(share(1));
    expect(alphaOnOffer(gateLedger.evolve(gateLedger.initial, reserved()), wish)).toBe(share(2));
    expect(alphaOnOffer(gateLedger.initial, { ...wish, atMost: 0.001 })).toBe(0.001);
  });
  it('is kept from a job that asks for another promise than the slot has, and says which field', () => {
    given(gateLedger, reserved())
      .when(ask({ jobId: 'j2', spending: 'e_lond' }))
      .thenRefused('failed_precondition');
    given(gateLedger, reserved())
      .when(ask({ jobId: 'j2', slotAlpha: 0.1 }))
      .thenRefused('failed_precondition');
    expect(() =>
      given(gateLedger, reserved())
        .when(ask({ jobId: 'j2', spending: 'e_lond' }))
        .events(),
    ).toThrow(
      expect.objectContaining({
        violations: [{ path: 'gate.spending', message: 'the slot spends "family_wise" over its life, not "e_lond"' }],
      }),
    );
  });
  it('is as e-LOND has it where the slot was opened so, also for a job that does not choose', () => {
    const first = reserved({ spending: 'e_lond' });
    given(gateLedger)
      .when(ask({ spending: 'e_lond' }))
      .then(first);
    const [{ data }] = given(gateLedger, first, settled(true, 0, 0))
      .when(ask({ jobId: 'j2' }))
      .events() as [Reserved];
    expect([data.spending, data.alpha]).toEqual(['e_lond', expect.closeTo(2 * share(2), 15)]);
  });
  it.each([{ atMost: 0 }, { atMost: NaN }, { slotAlpha: 1 }, { looksAllowed: 0 }, { spending: 'all' as never }])(
    'is refused for %j',
    (changes) => given(gateLedger).when(ask(changes)).thenRefused('invalid_argument'),
  );
});

describe('a verdict', () => {
  it('says what the next test may spend', () => {
    given(gateLedger, reserved())
      .when(settle(false))
      .then(settled(false, share(2), share(1)));
    given(gateLedger, reserved())
      .when(settle(true))
      .then(settled(true, share(2) + share(1), 0));
  });
  it('is said once', () => {
    given(gateLedger, reserved(), settled(true, 0, 0))
      .when(settle(true))
      .thenNothing();
    given(gateLedger, reserved(), settled(true, 0, 0))
      .when(settle(false))
      .thenRefused('failed_precondition');
  });
  it('needs a test', () => {
    given(gateLedger).when(settle(true)).thenRefused('not_found');
    given(gateLedger, reserved()).when(settle(true, 'j2')).thenRefused('not_found');
  });
});

describe('looks', () => {
  it('are counted for each version of a holdout, and a fresh one is due at the number allowed', () => {
    const history = [
      reserved({ looksAllowed: 2 }),
      reserved({ test: 2, finalist: 1, look: 2, looksAllowed: 2 }),
      reserved({ test: 3, jobId: 'j2', taskSet: 'set@beef' }),
    ];
    const state = history.reduce(gateLedger.evolve, gateLedger.initial);
    expect(
      state.status === 'open'
        ? state.holdouts.map((holdout) => [holdout.taskSet, holdout.looks, freshDue(holdout)])
        : [],
    ).toEqual([
      ['set@f00d', 2, true],
      ['set@beef', 1, false],
    ]);
    const [{ data }] = given(gateLedger, ...history)
      .when(ask({ jobId: 'j3', looksAllowed: 2 }))
      .events() as [Reserved];
    expect(data.look).toBe(3);
  });
});

describe('a life', () => {
  const step = fc.record({
    promoted: fc.constantFrom(true, false, null),
    atMost: fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
    set: fc.nat(2),
  });
  const live = (
    slotAlpha: number,
    spending: 'family_wise' | 'e_lond',
    steps: readonly { promoted: boolean | null; atMost: number; set: number }[],
  ): GateLedger =>
    steps.reduce<GateLedger>((state, { promoted, atMost, set }, index) => {
      const commands = [
        ask({ jobId: `j${index}`, atMost, slotAlpha, spending, taskSet: `set@${set}` }),
        ...(promoted === null ? [] : [settle(promoted, `j${index}`)]),
      ];
      return commands.reduce((now, command) => gateLedger.decide(command, now).reduce(gateLedger.evolve, now), state);
    }, gateLedger.initial);

  it.each(spendingNames)(
    'under %s never spends more than the slot has, nor a test more than it asked for, and keeps count of every look',
    (spending) =>
      fc.assert(
        fc.property(
          fc.double({ min: 1e-3, max: 0.5, noNaN: true }),
          fc.array(step, { minLength: 1, maxLength: 40 }),
          (slotAlpha, steps) => {
            const state = live(slotAlpha, spending, steps);
            if (state.status !== 'open') throw new Error('not open');
            expect(goneAlpha(state)).toBeLessThanOrEqual(slotAlpha);
            expect(offeredAlpha(state)).toBeGreaterThan(0);
            steps.forEach(({ atMost }, index) =>
              expect(ledgerTest(state, `j${index}`, 0)?.alpha).toBeLessThanOrEqual(atMost),
            );
            expect(state.holdouts.reduce((sum, { looks }) => sum + looks, 0)).toBe(steps.length);
          },
        ),
      ),
  );
});
