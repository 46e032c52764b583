import { identifier, withDomainErrors, type Sql, type Tx } from '@ao/postgres';
import type { ParkedEvent } from './parked-event.js';

/** What each relay of a log has put aside, oldest first. */
export interface ParkedEvents {
  list(name: string): Promise<readonly ParkedEvent[]>;
  /** It was published after all. */
  remove(name: string, eventId: string): Promise<void>;
}

/** Parked events in the table of a service's schema; they are added in the transaction that moves the relay's checkpoint. */
export const postgresParkedEvents = (
  sql: Sql,
  schema: string,
): ParkedEvents & { add(tx: Tx, name: string, parked: readonly ParkedEvent[]): Promise<void> } => {
  const table = `${identifier(schema)}.relay_parked_events`;
  const listing = `
    select event_id as "eventId", stream, version, type, reason from ${table}
    where relay = $1 order by parked_at, stream, version`;
  const adding = `
    insert into ${table} (relay, event_id, stream, version, type, reason)
    select $1, * from unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[])
    on conflict (relay, event_id) do update set reason = excluded.reason`;
  return {
    list: (name) => withDomainErrors(sql.unsafe<ParkedEvent[]>(listing, [name], { prepare: true })),
    async remove(name, eventId) {
      await withDomainErrors(sql.unsafe(`delete from ${table} where relay = $1 and event_id = $2`, [name, eventId]));
    },
    async add(tx, name, parked) {
      if (parked.length === 0) return;
      const columns = (['eventId', 'stream', 'version', 'type', 'reason'] as const).map((column) =>
        parked.map((event) => event[column]),
      );
      await tx.unsafe(adding, [name, ...columns] as never);
    },
  };
};

/** Parked events in the memory of this process, for tests. */
export const memoryParkedEvents = (): ParkedEvents & { add(name: string, parked: readonly ParkedEvent[]): void } => {
  const kept = new Map<string, readonly ParkedEvent[]>();
  const of = (name: string): readonly ParkedEvent[] => kept.get(name) ?? [];
  return {
    list: async (name) => of(name),
    remove: async (name, eventId) =>
      void kept.set(
        name,
        of(name).filter((event) => event.eventId !== eventId),
      ),
    add: (name, parked) => void kept.set(name, [...of(name), ...parked]),
  };
};
