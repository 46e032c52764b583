import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { DomainError } from '@ao/kernel';
import type { EventBus, Subscription } from '@ao/event-bus';
import { identifier, type Sql, type Tx } from '@ao/postgres';
import { closeView, topicsOf } from '../store/view-locks.js';
import { tableName, viewTable } from '../store/view-table.js';
import type { AnyView } from '../view/view.js';
import { behind, positionsOf, type Positions } from './positions.js';
import { readInto } from './read-into.js';

/** What a rebuild runs on. */
export interface RebuildOptions {
  readonly sql: Sql;
  readonly bus: EventBus;
  readonly schema: string;
  /** The group that keeps the views up to date. */
  readonly group: string;
  readonly view: AnyView;
  /** Milliseconds without progress after which it is given up. Default 60 seconds. */
  readonly patienceMs?: number;
}

interface Building extends RebuildOptions {
  /** The fresh group that reads the log from its beginning. */
  readonly reader: string;
  readonly subscription: Subscription;
}

const pollMs = 20;
/** So few facts behind, the consumers may be held up for the rest. */
const nearly = 1000n;

const startNext = async ({ sql, schema, view }: RebuildOptions): Promise<void> => {
  const next = viewTable(schema, view, true);
  await sql.begin(async (tx) => {
    await tx.unsafe(`drop table if exists ${next.name}`);
    await next.create(tx);
  });
};

/** Waits until the reader lacks at most `limit` of the facts that the consumers have taken, or has read all that the log still holds. */
const caughtUp = async (
  { sql, schema, group, view, reader, subscription, patienceMs = 60_000 }: Building,
  limit: bigint,
): Promise<void> => {
  const topics = topicsOf(view);
  let best: bigint | undefined;
  for (let since = performance.now(); performance.now() - since < patienceMs; await pause(pollMs)) {
    const missing = behind(
      await positionsOf(sql, schema, group, topics),
      await positionsOf(sql, schema, reader, topics),
    );
    if (missing <= limit || (await subscription.lag()) === 0n) return;
    if (best === undefined || missing < best) since = performance.now();
    best = missing;
  }
  throw new DomainError('deadline_exceeded', `the rebuild of ${view.name} makes no progress`);
};

const putInPlace = async (tx: Tx, { schema, view, reader }: Building): Promise<void> => {
  const ahead: Positions = await positionsOf(tx, schema, reader, topicsOf(view));
  const table = viewTable(schema, view);
  await tx.unsafe(`drop table if exists ${table.name}`);
  await tx.unsafe(`alter table ${viewTable(schema, view, true).name} rename to ${identifier(tableName(view))}`);
  await tx.unsafe(
    `insert into ${identifier(schema)}.views (name, revision, ahead) values ($1, $2, $3::text::jsonb)
     on conflict (name) do update set revision = excluded.revision, ahead = excluded.ahead, built_at = now()`,
    [view.name, view.revision, JSON.stringify(ahead)],
  );
};

/** Holds the consumers up, lets the reader catch up with where they stopped, and puts the new table in the old one's place. */
const swap = async (building: Building): Promise<void> => {
  await building.sql.begin(async (tx) => {
    await closeView(tx, building.schema, building.view);
    await caughtUp({ ...building, patienceMs: 10_000 }, 0n);
    await building.subscription.close();
    await putInPlace(tx, building);
  });
};

const build = async (options: RebuildOptions): Promise<void> => {
  const reader = `${options.group}-rebuild-${options.view.name}-${uuid()}`;
  await startNext(options);
  const subscription = await readInto(options, reader);
  try {
    await caughtUp({ ...options, reader, subscription }, nearly);
    await swap({ ...options, reader, subscription });
  } finally {
    await subscription.close();
    await options.sql.unsafe(
      `delete from ${identifier(options.schema)}.consumer_checkpoints where consumer_group = $1`,
      [reader],
    );
  }
};

const rowsOf = async ({ sql, schema, view }: RebuildOptions): Promise<number> => {
  const [row] = await sql.unsafe<{ rows: bigint }[]>(
    `select count(*) as rows from ${viewTable(schema, view).name} where created_at is not null`,
  );
  return Number(row?.rows ?? 0);
};

/**
 * Builds a view again from the log while the old table serves, and puts the new one in its place in one transaction. The log is the
 * bus, read from its beginning by a fresh group: it keeps the facts for as long as their topics do, whereas the feed is trimmed.
 * Answers the rows that are served. Throws DomainError `aborted` while another rebuild of the view runs.
 */
export const rebuildView = async (options: RebuildOptions): Promise<number> => {
  const { sql, schema, view } = options;
  const held = await sql.reserve();
  const key = `rebuilding ${schema} ${view.name}`;
  try {
    const [lock] = await held<{ mine: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${key}, 0)) as mine`;
    if (!lock?.mine) throw new DomainError('aborted', `${view.name} is being rebuilt already`);
    try {
      await build(options);
      return await rowsOf(options);
    } finally {
      await held`select pg_advisory_unlock(hashtextextended(${key}, 0))`;
    }
  } finally {
    held.release();
  }
};
