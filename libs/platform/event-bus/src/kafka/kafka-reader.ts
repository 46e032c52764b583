import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { deadLettered } from '../dead-letter-facts.js';
import { letterHeaders } from '../dead-letters.js';
import { deliverBatch, type UndeliverableFact, type Outcome, type Receiver } from '../delivery/deliver-batch.js';
import { freshState, type DeliveryState } from '../delivery/verdict.js';
import { entryOf } from './entry.js';
import { heartbeats, type Heartbeats } from './heartbeats.js';
import type { KafkaNames } from './kafka-names.js';
import type { KafkaProducer, OutgoingRecord } from './kafka-producer.js';
import { plainRecord, readableFact, recordOf } from './record.js';

export type ReceiverSettings = Pick<Receiver, 'group' | 'maxBatch' | 'retry' | 'logger' | 'check' | 'handle'>;

export interface KafkaReaderOptions {
  readonly settings: ReceiverSettings;
  readonly names: KafkaNames;
  readonly producer: KafkaProducer;
  readonly heartbeatMs: number;
}

// kafkajs fetches again only when every partition of the last fetch has returned: none may keep the others for long.
const longestTurnMs = 1000;

/** Hands the fetched records of a group's member over, partition by partition. */
export class KafkaReader {
  private readonly states = new Map<string, DeliveryState>();
  private readonly running = new Set<Promise<void>>();
  private readonly resumes = new Set<NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly options: KafkaReaderOptions) {}

  /** kafkajs's handler of a fetched run of one partition. Never throws; what is not settled is fetched again. */
  async eachBatch(payload: EachBatchPayload): Promise<void> {
    if (this.stopped || payload.isStale()) return;
    const beats = heartbeats(() => payload.heartbeat(), this.options.heartbeatMs);
    const work = this.turn(payload, beats);
    this.running.add(work);
    try {
      await work;
    } finally {
      this.running.delete(work);
      beats.stop();
    }
  }

  /** Forgets what failed before: the partitions were shared out anew. */
  reset(): void {
    this.states.clear();
  }

  /** Hands over nothing more. Resolves when the running handlers have answered. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.resumes) clearTimeout(timer);
    await Promise.allSettled(this.running);
  }

  private async turn(payload: EachBatchPayload, beats: Heartbeats): Promise<void> {
    const { messages, topic, partition } = payload.batch;
    const key = `${topic}/${partition}`;
    const receiver = this.receiver(payload);
    const until = Date.now() + longestTurnMs;
    let next = 0;
    let outcome: Outcome = { settled: 0, waitMs: 0, state: this.states.get(key) ?? freshState(receiver.maxBatch) };
    do {
      const entries = messages.slice(next, next + receiver.maxBatch).map((message) => entryOf(message, receiver));
      outcome = await deliverBatch(entries, outcome.state, receiver);
      this.states.set(key, outcome.state);
      next += outcome.settled;
      if (outcome.settled > 0) await this.commit(payload, messages[next - 1]);
    } while (outcome.waitMs === 0 && next < messages.length && Date.now() < until && this.mayGoOn(payload, beats));
    if (outcome.waitMs > 0) this.pause(payload, outcome.waitMs);
  }

  private mayGoOn(payload: EachBatchPayload, beats: Heartbeats): boolean {
    return !this.stopped && !beats.lost && payload.isRunning() && !payload.isStale();
  }

  private receiver(payload: EachBatchPayload): Receiver {
    const { settings, names } = this.options;
    const { topic, partition } = payload.batch;
    return {
      ...settings,
      topic: names.plainTopic(topic),
      partition,
      deadLetter: (undeliverable) => this.deadLetter(payload, undeliverable),
    };
  }

  private async deadLetter({ batch }: EachBatchPayload, undeliverable: readonly UndeliverableFact[]): Promise<void> {
    const records = new Map(batch.messages.map((message) => [message.offset, message]));
    await this.options.producer.send(
      undeliverable.flatMap((entry) => this.letter(batch, entry, records.get(`${entry.offset}`))),
    );
  }

  /** The dead letter, and the fact that tells of it: both in one send. */
  private letter(
    batch: EachBatchPayload['batch'],
    entry: UndeliverableFact,
    message: KafkaMessage | undefined,
  ): readonly OutgoingRecord[] {
    const { settings, names } = this.options;
    if (!message) throw new RangeError(`offset ${entry.offset} is not in this batch`);
    const topic = names.plainTopic(batch.topic);
    const letter = { ...entry, group: settings.group, topic, partition: batch.partition, time: new Date() };
    const { key, value, headers } = plainRecord(message);
    const told = deadLettered({ letter, fact: readableFact(message) });
    return [
      { topic: names.deadLetters(topic), message: { key, value, headers: { ...headers, ...letterHeaders(letter) } } },
      ...told.map((fact) => ({ topic: names.topic(fact.topic), message: recordOf(fact) })),
    ];
  }

  private async commit(payload: EachBatchPayload, settled: KafkaMessage | undefined): Promise<void> {
    if (!settled) return;
    const { topic, partition } = payload.batch;
    const offset = String(BigInt(settled.offset) + 1n);
    try {
      payload.resolveOffset(settled.offset);
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
    } catch (error) {
      // Made good by the next commit, or by a redelivery.
      this.options.settings.logger.debug(
        { topic, partition, offset, error: String(error) },
        'an offset was not committed',
      );
    }
  }

  private pause(payload: EachBatchPayload, waitMs: number): void {
    const resume = payload.pause();
    const timer = setTimeout(() => {
      this.resumes.delete(timer);
      resume();
    }, waitMs);
    this.resumes.add(timer);
  }
}
