import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@ao/kernel';
import type { DeliveredFact, EventBus, FactBatch, Subscription } from '@ao/event-bus';
import { effectOnce, identifier, type Sql } from '@ao/event-store';
import { applyView } from '../store/apply-view.js';
import { arrivalsOf } from '../store/arrivals.js';
import { topicsOf } from '../store/view-locks.js';
import { viewTable } from '../store/view-table.js';
import type { AnyView } from '../view/view.js';

/** Which view is read into its next table, and behind whom. */
export interface ReadBehindOptions {
  readonly sql: Sql;
  readonly bus: EventBus;
  readonly schema: string;
  /** The group that keeps the views up to date. */
  readonly group: string;
  readonly view: AnyView;
}

const pollMs = 20;

const liveOffset = async ({ sql, schema, group }: ReadBehindOptions, { topic, partition }: FactBatch): Promise<bigint> => {
  const [row] = await sql.unsafe<{ next_offset: bigint }[]>(
    `select next_offset from ${identifier(schema)}.consumer_checkpoints where consumer_group = $1 and topic = $2 and partition = $3`,
    [group, topic, partition],
    { prepare: true },
  );
  return row?.next_offset ?? 0n;
};

/** Folds the facts into the next table; the lock keeps partitions apart whose facts meet in one row. */
const fill = ({ sql, schema, view }: ReadBehindOptions, reader: string): ((batch: FactBatch) => Promise<void>) => {
  const next = viewTable(schema, view, true);
  const key = `rebuild ${schema} ${view.name}`;
  return (batch) =>
    effectOnce({
      sql,
      schema,
      group: reader,
      batch,
      effect: async (tx, facts) => {
        await tx`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
        await applyView(tx, next, arrivalsOf(facts));
      },
    });
};

/** Facts that the consumers have taken; waits until there are some. Throws DomainError `aborted` when the reading ends. */
const takenFrom = async (options: ReadBehindOptions, batch: FactBatch, ended: AbortSignal): Promise<readonly DeliveredFact[]> => {
  for (;;) {
    const limit = await liveOffset(options, batch);
    const taken = batch.facts.filter(({ offset }) => offset < limit);
    if (taken.length > 0) return taken;
    if (ended.aborted) throw new DomainError('aborted', 'the rebuild has read enough');
    await pause(pollMs);
  }
};

/**
 * Reads the log from its beginning by a fresh group into the view's next table, and never overtakes the consumers: what they have not
 * taken is theirs to fold and to tell in patches, after the swap.
 */
export const readBehind = async (options: ReadBehindOptions, reader: string): Promise<Subscription> => {
  const { bus, view } = options;
  const ended = new AbortController();
  const into = fill(options, reader);
  const handle = async (batch: FactBatch): Promise<void> => {
    for (let rest = batch.facts; rest.length > 0; ) {
      const taken = await takenFrom(options, { ...batch, facts: rest }, ended.signal);
      await into({ ...batch, facts: taken });
      rest = rest.slice(taken.length);
    }
  };
  const subscription = await bus.subscribe({ group: reader, topics: topicsOf(view), maxBatch: 1000, handle });
  return { lag: () => subscription.lag(), close: () => (ended.abort(), subscription.close()) };
};
