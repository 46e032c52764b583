// The rival is a consumer written by hand, so this one file knows the broker's client.
import { Kafka, logLevel, type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import { evaluation } from '@ao/contracts';
import { topics } from '@ao/event-bus';
import { connect, identifier, type Sql } from '@ao/postgres';
import type { StartSide } from './stand.js';

const textOf = (message: KafkaMessage, header: string): string => String(message.headers?.[header]);

const measuresOf = ({ confidence, memoryUtility, error, limitReached, ...outcome }: evaluation.Outcome) => ({
  ordinal: outcome.ordinal,
  item_id: outcome.itemId,
  solved: outcome.solved,
  score: outcome.score,
  confidence: confidence ?? null,
  latency_ms: outcome.latencyMs,
  tokens_in: outcome.tokensIn,
  tokens_out: outcome.tokensOut,
  cost_micros: outcome.costMicros,
  memory_utility: memoryUtility ?? null,
  error: error || null,
  limit_reached: limitReached || null,
});

/** The row that the projection makes of the same fact, written out by hand. */
const rowOf = (message: KafkaMessage) => {
  const { outcome, ...episode } = evaluation.EpisodeCompleted.decode(message.value as Buffer);
  const time = textOf(message, 'ce_time');
  return {
    version: Number(textOf(message, 'stream_version')),
    created_at: time,
    updated_at: time,
    corr_id: textOf(message, 'corr_id'),
    episode_id: episode.episodeId,
    trial_id: episode.trialId,
    job_id: episode.jobId,
    slice_id: episode.sliceId,
    configuration_hash: episode.configurationHash,
    ...measuresOf(outcome as evaluation.Outcome),
  };
};

const upsertText = (table: string): string => `
  insert into ${table} (id, version, created_at, body, trial_id, job_id)
  select * from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::json[], $5::text[], $6::text[])
  on conflict (id) do nothing`;

/** One unnest a batch, the row and nothing else: no checkpoint, no feed, no other view. */
const upsert = async (sql: Sql, text: string, messages: readonly KafkaMessage[]): Promise<void> => {
  const rows = messages.map(rowOf);
  const columns = [
    rows.map((row) => row.episode_id),
    rows.map((row) => row.version),
    rows.map((row) => row.created_at),
    rows,
    rows.map((row) => row.trial_id),
    rows.map((row) => row.job_id),
  ];
  await sql.unsafe(text, columns as never, { prepare: true });
};

const createTable = async (sql: Sql, schema: string, table: string): Promise<void> => {
  await sql
    .unsafe(
      `
    create schema ${schema};
    create table ${table} (id text collate "C" primary key, version bigint not null, created_at timestamptz, body json not null, trial_id text collate "C", job_id text collate "C");
    create index on ${table} (created_at desc, id desc) where created_at is not null;
    create index on ${table} (trial_id, created_at desc, id desc) where created_at is not null;
    create index on ${table} (job_id, created_at desc, id desc) where created_at is not null;`,
    )
    .simple();
};

/** A consumer with the client's own settings, but for a wait that lets it stop soon, that takes what a fetch gave as one batch. */
export const startTheirs: StartSide = async ({ brokers, database }, name) => {
  const [schema, table] = [identifier(name), `${identifier(name)}.episodes`];
  const sql = connect({ url: database, applicationName: 'rival' });
  await createTable(sql, schema, table);
  const consumer = new Kafka({
    brokers: [...brokers],
    clientId: 'rival',
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 100 },
  }).consumer({ groupId: name, maxWaitTimeInMs: 250 });
  const text = upsertText(table);
  const eachBatch = ({ batch }: EachBatchPayload): Promise<void> => upsert(sql, text, batch.messages);
  await consumer.connect();
  await consumer.subscribe({ topics: [topics.episode.name], fromBeginning: true });
  await consumer.run({ partitionsConsumedConcurrently: topics.episode.partitions, eachBatch });
  return {
    table,
    stop: async () => {
      await consumer.disconnect();
      await sql.end({ timeout: 5 });
    },
  };
};
