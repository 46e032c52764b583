import { DomainError } from '@ao/kernel';
import { type Sql, type Tx, identifier, withDomainErrors } from '@ao/postgres';
import type { EventStore } from '../event-store.js';
import { lostRaceOf, retryOnConflict } from '../retry-on-conflict.js';

/** A run of facts of one partition, oldest first; the event bus's FactBatch is one. */
export interface OffsetBatch<Fact extends { readonly offset: bigint }> {
  readonly topic: string;
  readonly partition: number;
  readonly facts: readonly Fact[];
}

export interface EffectOnceOptions<Fact extends { readonly offset: bigint }, Prepared = undefined> {
  readonly sql: Sql;
  /** The service's schema, migrated; the checkpoint stands in its `consumer_checkpoints`. */
  readonly schema: string;
  /** The consumer group. */
  readonly group: string;
  readonly batch: OffsetBatch<Fact>;
  /**
   * Writes what the facts mean, through `tx` alone. Gets the facts that have had no effect yet, at least one. Runs again from the
   * start where its transaction lost a race. It may send `moveCheckpoint` together with its last statements, which saves a round trip;
   * else the checkpoint moves after it.
   */
  readonly effect: (
    tx: Tx,
    facts: readonly Fact[],
    prepared: Prepared,
    moveCheckpoint: () => Promise<void>,
  ) => Promise<void>;
  /**
   * What comes before the effect whichever facts are new, such as its locks: sent together with the reading of the checkpoint, behind its lock.
   * Writes nothing.
   */
  readonly enter?: (tx: Tx) => Promise<void>;
  /** The log to which `effect` appends (`appendIn`): its listeners are told after the commit. */
  readonly store?: Pick<EventStore<Tx>, 'deliverAppendHint'>;
  /** How often a lost race is run. Default 5. */
  readonly attempts?: number;
}

/** With what `effect` needs to have read: outside of the transaction, which holds one connection only, and anew after a lost race. */
export interface PreparedEffectOnceOptions<
  Fact extends { readonly offset: bigint },
  Prepared,
> extends EffectOnceOptions<Fact, Prepared> {
  readonly prepare: () => Promise<Prepared>;
}

/** Waits for all, and then throws what the first failed one threw: what is still on its way must not run after the rollback. */
const allDone = async <T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};

const checkpoint = (schema: string) => {
  const table = `${identifier(schema)}.consumer_checkpoints`;
  const read = `select next_offset from ${table} where consumer_group = $1 and topic = $2 and partition = $3`;
  const write = `
    insert into ${table} as kept (consumer_group, topic, partition, next_offset) values ($1, $2, $3, $4)
    on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset, updated_at = now()
    where kept.next_offset < excluded.next_offset`;
  return { read, write };
};

/**
 * Gives each fact its effect once, whatever is delivered again: facts that lie before the group's checkpoint are left out, and the
 * checkpoint moves in the transaction of the effect. Two members that hold the same partition after a rebalance wait for each other
 * on a lock that ends with the transaction. It gives the transaction no number, so an append can still be its first write.
 */
export const effectOnce = async <Fact extends { readonly offset: bigint }, Prepared = undefined>(
  options: EffectOnceOptions<Fact, Prepared> | PreparedEffectOnceOptions<Fact, Prepared>,
): Promise<void> => {
  const { sql, schema, group, batch, effect, enter, store, attempts = 5 } = options;
  const last = batch.facts.at(-1);
  if (!last) return;
  const place = [group, batch.topic, batch.partition];
  const { read, write } = checkpoint(schema);
  const move = async (tx: Tx): Promise<void> => {
    const { count } = await tx.unsafe(write, [...place, last.offset + 1n], { prepare: true });
    if (count === 0)
      throw new DomainError('aborted', `The checkpoint of ${place.join(' ')} has moved past ${last.offset} meanwhile.`);
  };
  const work = async (tx: Tx, prepared: Prepared): Promise<void> => {
    // Sent together: Postgres reads the checkpoint, and lets the effect enter, only when it has the lock.
    const [, [row]] = await allDone([
      tx`select pg_advisory_xact_lock(hashtextextended(${`consumer ${schema} ${place.join(' ')}`}, 0))`,
      tx.unsafe<{ next_offset: bigint }[]>(read, place, { prepare: true }),
      enter?.(tx),
    ]);
    const fresh = batch.facts.filter(({ offset }) => offset >= (row?.next_offset ?? 0n));
    if (fresh.length === 0) return;
    let moved: Promise<void> | undefined;
    const moveCheckpoint = (): Promise<void> => (moved ??= move(tx));
    await effect(tx, fresh, prepared, moveCheckpoint);
    await moveCheckpoint();
  };
  await retryOnConflict(`group ${place.join(' ')}`, attempts, async () => {
    const prepared = 'prepare' in options ? await options.prepare() : (undefined as Prepared);
    await lostRaceOf(withDomainErrors(sql.begin((tx) => work(tx, prepared))));
  });
  store?.deliverAppendHint();
};
