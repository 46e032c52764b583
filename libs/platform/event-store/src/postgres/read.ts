import type { DomainEvent } from '@ao/kernel';
import { type Sql, identifier, withDomainErrors } from '@ao/postgres';
import type { EventMetadata, LogPosition, RecordedEvent } from '../event-store.js';

interface Row<Event extends DomainEvent> {
  readonly transaction_id: string;
  readonly position: bigint;
  readonly stream: string;
  readonly version: number;
  readonly event_id: string;
  readonly type: Event['type'];
  readonly data: Event['data'];
  readonly metadata: EventMetadata;
  readonly occurred_at: Date;
}

const recorded = <Event extends DomainEvent>(row: Row<Event>): RecordedEvent<Event> => ({
  at: { transactionId: row.transaction_id, position: String(row.position) },
  stream: row.stream,
  version: row.version,
  id: row.event_id,
  event: { type: row.type, data: row.data } as Event,
  metadata: row.metadata,
  occurredAt: row.occurred_at,
});

const columns = 'transaction_id, position, stream, version, event_id, type, data, metadata, occurred_at';

/** Events of one stream with a version above `after`, oldest first. */
export const streamReader = (sql: Sql, schema: string) => {
  const text = `select ${columns} from ${identifier(schema)}.events where stream = $1 and version > $2 order by version`;
  return async <Event extends DomainEvent>(stream: string, after: number): Promise<readonly RecordedEvent<Event>[]> => {
    const rows = await withDomainErrors(sql.unsafe<Row<Event>[]>(text, [stream, after], { prepare: true }));
    return rows.map((row) => recorded<Event>(row));
  };
};

/**
 * Events after a place in the log. A transaction that is still open, or any later one, is not read: what it has appended would come
 * to lie before what was read already. The whole server counts, so a transaction of another database that stays open delays this too.
 */
export const logReader = (sql: Sql, schema: string) => {
  const text = `
    select ${columns} from ${identifier(schema)}.events
    where (transaction_id, position) > ($1::xid8, $2::bigint) and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction_id, position limit $3`;
  return async ({ transactionId, position }: LogPosition, limit: number): Promise<readonly RecordedEvent[]> => {
    const rows = await withDomainErrors(
      sql.unsafe<Row<DomainEvent>[]>(text, [transactionId, position, limit], { prepare: true }),
    );
    return rows.map((row) => recorded(row));
  };
};
