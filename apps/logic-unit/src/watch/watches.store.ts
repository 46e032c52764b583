import type { Watch, Watches } from '@ao/domain-logic';
import { identifier, type Tx } from '@ao/event-store';

interface Row {
  readonly kind: Watch['kind'];
  readonly unit_id: string;
  readonly since: number;
  readonly state: never;
}

const watch = ({ kind, unit_id: unitId, since, state }: Row): Watch => (kind === 'canary' ? { kind, unitId, since, state } : { kind, unitId, state });

/** The watches of some units in a slot, each in one statement. */
export interface WatchesStore {
  load(tx: Tx, slot: string, unitIds: readonly string[]): Promise<Watches>;
  save(tx: Tx, slot: string, watch: Watch): Promise<void>;
}

export const watchesStore = (schema: string): WatchesStore => {
  const table = `${identifier(schema)}.watches`;
  const select = `select kind, unit_id, since, state from ${table} where slot = $1 and unit_id = any($2::text[])`;
  const upsert = `
    insert into ${table} (slot, unit_id, kind, since, state) values ($1, $2, $3, $4, $5::jsonb)
    on conflict (slot, unit_id, kind) do update set since = excluded.since, state = excluded.state, updated_at = now()`;
  return {
    load: async (tx, slot, unitIds) => (await tx.unsafe<Row[]>(select, [slot, [...unitIds]], { prepare: true })).map(watch),
    save: async (tx, slot, { kind, unitId, state, ...more }) => {
      await tx.unsafe(upsert, [slot, unitId, kind, 'since' in more ? more.since : 0, state as never], { prepare: true });
    },
  };
};
