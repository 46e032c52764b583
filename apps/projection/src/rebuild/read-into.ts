import type { EventBus, Subscription } from '@ao/event-bus';
import { effectOnce } from '@ao/event-store';
import type { Sql } from '@ao/postgres';
import { applyView } from '../store/apply-view.js';
import { decodedDeliveries } from '../store/decoded-deliveries.js';
import { topicsOf } from '../store/view-locks.js';
import { viewTable } from '../store/view-table.js';
import type { AnyView } from '../view/view.js';

/** Which view is read into its next table. */
export interface ReadIntoOptions {
  readonly sql: Sql;
  readonly bus: EventBus;
  readonly schema: string;
  readonly view: AnyView;
}

/** Reads the log from its beginning by a fresh group into the view's next table. */
export const readInto = ({ sql, bus, schema, view }: ReadIntoOptions, reader: string): Promise<Subscription> => {
  const next = viewTable(schema, view, true);
  const key = `rebuild ${schema} ${view.name}`;
  return bus.subscribe({
    group: reader,
    topics: topicsOf(view),
    maxBatch: 5000,
    handle: (batch) =>
      effectOnce({
        sql,
        schema,
        group: reader,
        batch,
        effect: async (tx, facts) => {
          // Facts of several partitions meet in one row.
          await tx`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
          await applyView(tx, next, decodedDeliveries(facts));
        },
      }),
  });
};
