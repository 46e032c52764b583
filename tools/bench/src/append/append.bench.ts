import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { connect, migrate, postgresEventStore, startEmbeddedPostgres, type EventStore, type Sql } from '@ao/event-store';
import { atLeast, type Bench, type Row } from '../bench.js';

const connections = 8;
const secondsEach = 1.2;
const rounds = 4;

const metadata = { corrId: uuid(), causationId: uuid(), subject: 'service:bench' };
const data = { episodeId: 'trial-1.17', ordinal: 17, itemId: 'item-17', solved: true, score: 1, confidence: 0.93, latencyMs: 0.41, tokensIn: 12, tokensOut: 4 };

type Write = (stream: string, batch: number) => Promise<void>;

const ours =
  (store: EventStore): Write =>
  async (stream, batch) => {
    const events = Array.from({ length: batch }, () => ({ type: 'EpisodeCompleted', data }));
    await store.append({ stream, expectedVersion: 0, events, metadata });
  };

/** The rival: the same rows into the same table shape by one bare unnest, with none of the store's promises. */
const bare = (sql: Sql): Write => {
  const text = `insert into bare.events (stream, version, event_id, type, data, metadata, occurred_at)
    select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::text[]::jsonb[], $6::text[]::jsonb[], $7::timestamptz[])`;
  return async (stream, batch) => {
    const fill = <T>(make: (index: number) => T): T[] => Array.from({ length: batch }, (_, index) => make(index));
    const [body, head, now] = [JSON.stringify(data), JSON.stringify(metadata), new Date().toISOString()];
    await sql.unsafe(text, [fill(() => stream), fill((index) => index + 1), fill(() => uuid()), fill(() => 'EpisodeCompleted'), fill(() => body), fill(() => head), fill(() => now)], { prepare: true });
  };
};

/** Events a second of eight writers that write for a while. */
const rate = async (write: Write, batch: number): Promise<number> => {
  let written = 0;
  const started = performance.now();
  const end = started + (secondsEach * 1000) / rounds;
  const writer = async (): Promise<void> => {
    while (performance.now() < end) {
      await write(`bench-${uuid()}`, batch);
      written += batch;
    }
  };
  await Promise.all(Array.from({ length: connections }, writer));
  return written / ((performance.now() - started) / 1000);
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Both sides by turns, so that the machine's moods meet both. */
const compare = async (store: EventStore, sql: Sql, batch: number): Promise<Row> => {
  const sides = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    sides.theirs.push(await rate(bare(sql), batch));
    sides.ours.push(await rate(ours(store), batch));
  }
  return atLeast(`append_${batch}`, { ours: mean(sides.ours), theirs: mean(sides.theirs), unit: 'events/s' }, 0.8);
};

/** Appends against bare `unnest` inserts of the same rows in the same Postgres, eight connections, batches of 1, 10 and 100. */
export const append: Bench = async (say) => {
  const postgres = await startEmbeddedPostgres({ dataDir: mkdtempSync(join(tmpdir(), 'ao-bench-')), persistent: false });
  const sql = connect({ url: postgres.url, max: connections, applicationName: 'bench' });
  try {
    await migrate({ sql, schema: 'bench' });
    await migrate({ sql, schema: 'bare' });
    const store = postgresEventStore({ sql, schema: 'bench' });
    for (const batch of [1, 10, 100]) await Promise.all([rate(ours(store), batch), rate(bare(sql), batch)]);
    const rows: Row[] = [];
    for (const batch of [1, 10, 100]) {
      const row = await compare(store, sql, batch);
      say(`batch ${batch}: ${row.ours.toFixed(0)} against ${row.theirs?.toFixed(0)} events/s, ratio ${row.ratio?.toFixed(2)}`);
      rows.push(row);
    }
    return rows;
  } finally {
    await sql.end();
    await postgres.stop();
  }
};
