import type { cognition } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import { effectOnce, type EventMetadata, type PostgresEventStore } from '@ao/event-store';
import type { Sql, Tx } from '@ao/postgres';
import { inForce, isWatched, watchOutcome, type Outcome, type Slot, type WatchedSlot } from '@ao/domain-logic';
import { appendsOf, type UnitChanges } from '../unit/unit-changes.js';
import { watchesStore } from './watches.store.js';

/** What the watch over outcomes writes to, and what it reads. */
export interface WatchDatabase {
  readonly sql: Sql;
  readonly schema: string;
  readonly store: PostgresEventStore;
  readonly changes: Pick<UnitChanges, 'slot' | 'unit'>;
}

/** The consumer group of the watch. */
export const watchGroup = 'logic-unit-watch';

/** An outcome, and the answer that it is of. */
interface Reported extends Outcome {
  readonly answerId: string;
}

const outcomeOf = ({ confidence, ...reported }: cognition.OutcomeReported): Reported => ({
  ...reported,
  confidence: confidence ?? null,
});

const watchedUnits = (slot: Slot): readonly string[] =>
  [inForce(slot)?.unitId, slot.candidate?.unitId].filter((unitId) => unitId !== undefined);

/**
 * Takes one reported outcome: each watch that it counts for takes one step, and what is decided is appended, in the one transaction
 * that moves the checkpoint; an answer counts once, whoever publishes it again. So a crash at any moment neither loses a step or a decision nor repeats one. What it decides on is read
 * before the transaction, which holds one connection only; where that moved meanwhile, all of it is done again.
 */
export const outcomeWatch = ({
  sql,
  schema,
  store,
  changes,
}: WatchDatabase): ((reported: cognition.OutcomeReported, delivered: DeliveredFact) => Promise<void>) => {
  const watches = watchesStore(schema);

  const look = async (slot: string): Promise<WatchedSlot> => {
    const folded = await changes.slot(slot);
    return {
      slot: folded,
      units: await Promise.all(watchedUnits(folded.state).map((unitId) => changes.unit(unitId))),
    };
  };
  const take = async (
    tx: Tx,
    { answerId, ...outcome }: Reported,
    at: WatchedSlot,
    metadata: EventMetadata,
  ): Promise<void> => {
    if (await watches.hasCounted(tx, answerId)) return;
    const known = await watches.load(tx, outcome.slot, watchedUnits(at.slot.state));
    const watching = watchOutcome(outcome, at, known);
    if (watching.watches.length === 0) return;
    // The decisions first: the log asks for the transaction's first write.
    for (const change of watching.changes) await store.appendIn(tx, appendsOf(change, metadata));
    for (const watch of watching.watches) await watches.save(tx, outcome.slot, watch);
    await watches.noteCounted(tx, answerId);
  };
  return async (reported, delivered) => {
    const { topic, partition, corrId, id } = delivered;
    const outcome = outcomeOf(reported);
    const metadata = { corrId, causationId: id, subject: 'service:logic-unit' };
    let seen: WatchedSlot | undefined = await look(outcome.slot);
    if (!isWatched(seen.slot.state)) return;
    // The first attempt has the look that is there already; after a lost race it is taken anew.
    const prepare = async (): Promise<WatchedSlot> => {
      const at = seen ?? (await look(outcome.slot));
      seen = undefined;
      return at;
    };
    await effectOnce({
      sql,
      schema,
      store,
      group: watchGroup,
      batch: { topic, partition, facts: [delivered] },
      attempts: 20,
      prepare,
      effect: (tx, _, at) => take(tx, outcome, at, metadata),
    });
  };
};
