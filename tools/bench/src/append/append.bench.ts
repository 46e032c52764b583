import { loadavg } from 'node:os';
import { v7 as uuid } from 'uuid';
import { eventStoreMigrations, postgresEventStore, type EventStore } from '@ao/event-store';
import { connect, migrate, startEmbeddedPostgres, type Sql } from '@ao/postgres';
import { atLeast, type Bench, type Row } from '../bench.js';
import { median } from '../quantiles.js';
import { bareForms, type BareForm, type Write } from './bare.js';
import { sampleOf } from './sample.js';
import { scratchFolder } from '../platform/scratch-folder.js';

const connections = 8;
const secondsEach = 2.4;
const rounds = 10;
const warmUpSeconds = 0.5;

const ours =
  (store: EventStore): Write =>
  async (stream, { events, metadata }) => {
    await store.append({ stream, expectedVersion: 0, events, metadata });
  };

/** Events a second of eight writers that write for a while. */
const rate = async (write: Write, batch: number, seconds: number): Promise<number> => {
  const sample = sampleOf(batch);
  let written = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const writer = async (): Promise<void> => {
    while (performance.now() < end) {
      await write(`bench-${uuid()}`, sample);
      written += batch;
    }
  };
  await Promise.all(Array.from({ length: connections }, writer));
  return written / ((performance.now() - started) / 1000);
};

interface Compared {
  readonly row: Row;
  /** The bare form that was the fastest for this batch. */
  readonly form: BareForm;
}

/** All by turns, so that the machine's moods meet all. The rival is whichever bare form did best. */
const compare = async (store: EventStore, sql: Sql, batch: number): Promise<Compared> => {
  const forms = (Object.keys(bareForms) as BareForm[]).map((form) => ({
    form,
    write: bareForms[form](sql),
    rates: [] as number[],
  }));
  const own: number[] = [];
  await rate(ours(store), batch, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1) {
    for (const { write, rates } of forms) rates.push(await rate(write, batch, secondsEach / rounds));
    own.push(await rate(ours(store), batch, secondsEach / rounds));
  }
  const best = forms.reduce((one, other) => (median(other.rates) > median(one.rates) ? other : one));
  return {
    row: atLeast(`append_${batch}`, { ours: median(own), theirs: median(best.rates), unit: 'events/s' }, 0.8),
    form: best.form,
  };
};

/** Appends against bare `unnest` inserts of the same rows in the same Postgres, eight connections, batches of 1, 10 and 100. */
export const append: Bench = async (say) => {
  const postgres = await startEmbeddedPostgres({
    dataDir: scratchFolder(),
    persistent: false,
  });
  const sql = connect({ url: postgres.url, max: connections, applicationName: 'bench' });
  try {
    for (const schema of ['bench', 'bare']) await migrate({ sql, schema, origins: [eventStoreMigrations] });
    const store = postgresEventStore({ sql, schema: 'bench' });
    const rows: Row[] = [];
    for (const batch of [1, 10, 100]) {
      const { row, form } = await compare(store, sql, batch);
      say(
        `batch ${batch}: ${row.ours.toFixed(0)} against ${row.theirs?.toFixed(0)} events/s (${form}), ratio ${row.ratio?.toFixed(2)}; load ${loadavg()[0]?.toFixed(1)}`,
      );
      rows.push(row);
    }
    return rows;
  } finally {
    await sql.end();
    await postgres.stop();
  }
};
