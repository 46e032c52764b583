import * as fc from 'fast-check';
import type { Calibration } from '../manifest/calibration.js';
import { hashOf, manifestOf, World } from '../testing/world.js';
import { watchOutcome, type Watches } from './decide-watch.js';
import type { Outcome } from './outcome.js';

const slot = 'recall/qa';
const plain: Calibration = { method: 'none', parameters: {}, fitted: {}, abstention: null };
const careful: Calibration = {
  ...plain,
  abstention: { threshold: 0.6, targetRisk: 0.1, confidence: 0.9, coverage: 0.8, action: 'abstain', escalateTo: '' },
};

const worldWith = (calibration: Calibration | undefined, share = 0.1): World => {
  const world = new World();
  const [first, second] = [manifestOf('u1', 1, [slot]), manifestOf('u2', 2, [slot], hashOf(1))];
  for (const manifest of [first, second])
    world.install({
      ...manifest,
      patches: manifest.patches.map((patch) => ({ ...patch, ...(calibration === undefined ? {} : { calibration }) })),
    });
  world.change('u1', { type: 'PromoteUnit', decisionId: 'd1', leaseId: 'l', fencingToken: 1 });
  world.change('u2', {
    type: 'StartCanary',
    decisionId: 'd2',
    leaseId: 'l',
    fencingToken: 1,
    share,
    outcomes: 20,
    alpha: 0.05,
  });
  return world;
};

const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  slot,
  label: 'production',
  unitId: 'u1',
  slotVersion: 2,
  confidence: 0.8,
  solved: true,
  decision: 'answered',
  byLabel: false,
  ...more,
});
const ofCandidate = (more: Partial<Outcome> = {}): Outcome => outcome({ label: 'candidate', unitId: 'u2', ...more });

/** Looks at outcomes one after the other, as the service does. */
class Watcher {
  watches: Watches = [];
  readonly decided: string[] = [];

  constructor(readonly world: World) {}

  look(...outcomes: readonly Outcome[]): this {
    for (const each of outcomes) {
      const at = this.world.slots.get(slot) as NonNullable<ReturnType<World['slots']['get']>>;
      const { watches, changes } = watchOutcome(
        each,
        { slot: at, units: ['u1', 'u2'].map((unitId) => this.world.at(unitId)) },
        this.watches,
      );
      this.watches = [
        ...this.watches.filter(
          ({ kind, unitId }) => !watches.some((watch) => watch.kind === kind && watch.unitId === unitId),
        ),
        ...watches,
      ];
      for (const change of changes) {
        this.world.happen(change);
        this.decided.push(
          ...change.units
            .flatMap(({ events }) => events)
            .map(({ type, data }) => ('outcome' in data ? `${type} ${data.outcome}` : type)),
        );
      }
    }
    return this;
  }

  counts(kind: 'canary' | 'drift'): readonly number[] {
    const watch = this.watches.find((each) => each.kind === kind);
    if (watch === undefined) return [];
    return watch.kind === 'canary'
      ? [watch.state.candidate, watch.state.candidateSolved, watch.state.production, watch.state.productionSolved]
      : [watch.state.outcomes];
  }
}

it('counts what the users of each side got', () => {
  const watcher = new Watcher(worldWith(plain)).look(
    outcome(),
    ofCandidate({ solved: false }),
    ofCandidate({ decision: 'escalated' }),
    outcome({ decision: 'abstained', solved: false }),
  );
  expect(watcher.counts('canary')).toEqual([2, 1, 2, 1]);
});

it('leaves out what a threshold withheld as promised, not what an agent declined', () => {
  const withheld = { decision: 'abstained', solved: false };
  const watcher = new Watcher(worldWith(careful)).look(
    ofCandidate({ ...withheld, confidence: 0.5 }),
    ofCandidate({ ...withheld, confidence: null }),
    ofCandidate({ ...withheld, confidence: 0.9 }),
  );
  expect(watcher.counts('canary')).toEqual([1, 0, 0, 0]);
});

it.each<[string, Outcome]>([
  ['that was asked for by its label', ofCandidate({ byLabel: true })],
  ['of before the canary', ofCandidate({ slotVersion: 1 })],
  ['of a unit that stands at no label', ofCandidate({ unitId: 'u9' })],
  ['of the unit under the other label', outcome({ unitId: 'u2' })],
  ['of a label that is none', outcome({ label: 'previous' })],
])('does not count an outcome %s', (_, each) =>
  expect(new Watcher(worldWith(plain)).look(each).counts('canary')).toEqual([]),
);

it('watches no label alone', () =>
  expect(new Watcher(worldWith(plain, 0)).look(outcome(), ofCandidate()).counts('canary')).toEqual([]));

it('learns about confidences from the own answers of the unit in force alone', () => {
  const others = [
    outcome({ decision: 'escalated' }),
    outcome({ decision: 'abstained', solved: false }),
    outcome({ confidence: null }),
    outcome({ confidence: Number.NaN }),
    outcome({ slotVersion: 0 }),
    ofCandidate(),
  ];
  expect(new Watcher(worldWith(plain)).look(...others).counts('drift')).toEqual([]);
  expect(new Watcher(worldWith(plain)).look(outcome(), outcome({ slotVersion: 1 })).counts('drift')).toEqual([2]);
  expect(new Watcher(worldWith(undefined)).look(outcome()).counts('drift')).toEqual([]);
});

it('decides worse once, and the share goes back with it', () => {
  const watcher = new Watcher(worldWith(plain));
  for (let turn = 0; turn < 30; turn += 1) watcher.look(outcome(), ofCandidate({ solved: false }));
  expect(watcher.decided.filter((each) => each.startsWith('UnitCanaryEnded'))).toEqual(['UnitCanaryEnded worse']);
  expect(watcher.world.labels(slot)).toEqual({ production: 'u1', previous: '' });
});

it('decides both of one outcome, one after the other', () => {
  const watcher = new Watcher(worldWith(plain));
  for (let turn = 0; turn < 200; turn += 1) watcher.look(ofCandidate({ solved: false }), outcome({ confidence: 0.5 }));
  expect([...watcher.decided].sort()).toEqual(['UnitCanaryEnded worse', 'UnitStale']);
  expect(watcher.world.slot(slot)).toMatchObject({ version: 4, candidate: null });
});

it('begins anew with another canary of the unit', () => {
  const watcher = new Watcher(worldWith(plain)).look(outcome(), ofCandidate());
  watcher.world.change('u2', { type: 'StopCanary', reason: '' });
  watcher.world.change('u2', {
    type: 'StartCanary',
    decisionId: 'd3',
    leaseId: 'l',
    fencingToken: 1,
    share: 0.2,
    outcomes: 20,
    alpha: 0.05,
  });
  expect(watcher.look(ofCandidate({ slotVersion: 2 }), ofCandidate({ slotVersion: 4 })).counts('canary')).toEqual([
    1, 1, 0, 0,
  ]);
});

it('ends at most once, whatever the outcomes', () => {
  const any = fc.record({
    isCandidate: fc.boolean(),
    solved: fc.boolean(),
    confidence: fc.constantFrom(0.1, 0.5, 0.95, null),
    decision: fc.constantFrom('answered', 'escalated', 'abstained'),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 120 }), (all) => {
      const watcher = new Watcher(worldWith(careful));
      for (const { isCandidate, ...more } of all) watcher.look(isCandidate ? ofCandidate(more) : outcome(more));
      for (const kind of ['UnitCanaryEnded', 'UnitStale'])
        expect(watcher.decided.filter((each) => each.startsWith(kind)).length).toBeLessThanOrEqual(1);
      expect(watcher.decided.includes('UnitCanaryEnded worse')).toBe(
        watcher.world.labels(slot)['candidate'] === undefined,
      );
      expect(watcher.decided.includes('UnitStale')).toBe(watcher.world.slot(slot).stale.has('u1'));
    }),
    { numRuns: 60 },
  );
});
