import type { Watch, Watches } from '@ao/domain-logic';
import { topics } from '@ao/event-bus';
import { identifier, type Tx } from '@ao/postgres';

interface Row {
  readonly kind: Watch['kind'];
  readonly unit_id: string;
  readonly since: number;
  readonly state: never;
}

const watch = ({ kind, unit_id: unitId, since, state }: Row): Watch =>
  kind === 'canary' ? { kind, unitId, since, state } : { kind, unitId, state };

/** The watches of some units in a slot, and the outcomes that they have counted. */
export interface WatchesStore {
  load(tx: Tx, slot: string, unitIds: readonly string[]): Promise<Watches>;
  save(tx: Tx, slot: string, watch: Watch): Promise<void>;
  hasCounted(tx: Tx, answerId: string): Promise<boolean>;
  /** Remembers an outcome for as long as its topic keeps it, and forgets a few that are older. */
  noteCounted(tx: Tx, answerId: string): Promise<void>;
}

const watchStatements = (schema: string) => ({
  select: `select kind, unit_id, since, state from ${schema}.watches where slot = $1 and unit_id = any($2::text[])`,
  upsert: `
    insert into ${schema}.watches (slot, unit_id, kind, since, state) values ($1, $2, $3, $4, $5::jsonb)
    on conflict (slot, unit_id, kind) do update set since = excluded.since, state = excluded.state, updated_at = now()`,
});

const countedStatements = (schema: string) => ({
  select: `select 1 from ${schema}.counted_outcomes where answer_id = $1`,
  insert: `
    with old as (
      delete from ${schema}.counted_outcomes
      where answer_id in (select answer_id from ${schema}.counted_outcomes where counted_at < now() - $2::bigint * interval '1 millisecond' limit 2)
    )
    insert into ${schema}.counted_outcomes (answer_id) values ($1)`,
});

export const watchesStore = (name: string): WatchesStore => {
  const schema = identifier(name);
  const [watched, counted] = [watchStatements(schema), countedStatements(schema)];
  const kept = 2 * topics.outcome.retentionMs;
  return {
    load: async (tx, slot, unitIds) =>
      (await tx.unsafe<Row[]>(watched.select, [slot, [...unitIds]], { prepare: true })).map(watch),
    async save(tx, slot, { kind, unitId, state, ...more }) {
      await tx.unsafe(watched.upsert, [slot, unitId, kind, 'since' in more ? more.since : 0, state as never], {
        prepare: true,
      });
    },
    hasCounted: async (tx, answerId) => (await tx.unsafe(counted.select, [answerId], { prepare: true })).length > 0,
    async noteCounted(tx, answerId) {
      await tx.unsafe(counted.insert, [answerId, kept], { prepare: true });
    },
  };
};
