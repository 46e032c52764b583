import { z } from 'zod';
import { commonFields, count, text, type RowOf } from './row.js';

/** What has become of a dead letter. */
export const deadLetterStatuses = ['waiting', 'redriven'] as const;

/** What has become of a parked event. */
export const parkedEventStatuses = ['parked', 'published'] as const;

/** A fact that a consumer group gave up. */
export const deadLetterRow = z.object({
  ...commonFields,
  letter_id: text.describe('Group, topic, partition and offset: its id.'),
  status: z.enum(deadLetterStatuses),
  group: text.describe('Who gave it up.'),
  topic: text,
  partition: count,
  offset: count,
  reason: text.describe('Why it was given up.'),
  attempts: count.describe('How often its handler had failed on it alone; 0: it could never be handled.'),
  fact_id: text.describe('Empty: the record was no fact.'),
  fact_type: text,
  fact_key: text.describe('The id of what the fact is about.'),
});

export type DeadLetterRow = RowOf<typeof deadLetterRow>;

/** An event that its service can never publish. */
export const parkedEventRow = z.object({
  ...commonFields,
  event_id: text,
  status: z.enum(parkedEventStatuses),
  service: text,
  stream: text,
  stream_version: count.describe('Version of the stream at the event.'),
  type: text,
  reason: text.describe('Why it cannot be published.'),
});

export type ParkedEventRow = RowOf<typeof parkedEventRow>;
