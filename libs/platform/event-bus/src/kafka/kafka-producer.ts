import { CompressionTypes, Partitioners, type Message, type Producer } from 'kafkajs';
import { within } from '../deadline.js';
import { sendQueue } from '../send-queue.js';
import { connected, kafkaClient, retriesUntil, type KafkaConnection } from './kafka-client.js';
import { asDomainError } from './kafka-error.js';

/** A record and the broker's topic that it is for. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly message: Message;
}

export interface KafkaProducer {
  /** Acknowledged by all replicas, in order per key. Throws DomainError `unavailable`. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

const deadlineMs = 2500;
const mostRecords = 1000;
const mostBytes = 900_000;

const bytesOf = ({ message }: OutgoingRecord): number => 500 + (message.value?.length ?? 0);

/** Cuts the records into requests: a partition takes at most 1 MiB of one request. */
const requests = function* (records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let start = 0;
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    bytes += bytesOf(record);
    if (index > start && (bytes > mostBytes || index - start === mostRecords)) {
      yield records.slice(start, index);
      start = index;
      bytes = bytesOf(record);
    }
  }
  yield records.slice(start);
};

const byTopic = (records: readonly OutgoingRecord[]): { topic: string; messages: Message[] }[] => {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of records) {
    const messages = topics.get(topic);
    if (messages) messages.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
};

/** One idempotent producer, made again after each failure: its sequence numbers cannot be trusted then. */
class RenewedProducer implements KafkaProducer {
  private current: { readonly producer: Promise<Producer>; readonly abandoned: AbortController } | undefined;
  private readonly queue = sendQueue((records: readonly OutgoingRecord[]) => this.sendAll(records), 5 * mostRecords);

  constructor(private readonly connection: KafkaConnection) {}

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length > 0) await this.queue(records);
  }

  async close(): Promise<void> {
    await this.forget();
  }

  private async forget(): Promise<void> {
    const old = this.current;
    this.current = undefined;
    old?.abandoned.abort();
    if (old)
      await within(
        deadlineMs,
        'Kafka',
        old.producer.then((producer) => producer.disconnect()),
      ).catch(() => undefined);
  }

  private start(): NonNullable<typeof this.current> {
    const abandoned = new AbortController();
    return { producer: this.connect(abandoned.signal), abandoned };
  }

  private async connect(abandoned: AbortSignal): Promise<Producer> {
    const retry = { retries: retriesUntil(abandoned, 4), initialRetryTime: 100, maxRetryTime: 1000 };
    const producer = kafkaClient(this.connection, { requestTimeout: 2400, retry }).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await connected(producer);
    return producer;
  }

  private async sendAll(records: readonly OutgoingRecord[]): Promise<void> {
    for (const request of requests(records)) {
      try {
        await within(deadlineMs, 'Kafka', this.sendRequest(request));
      } catch (error) {
        void this.forget();
        throw asDomainError(error);
      }
    }
  }

  private async sendRequest(records: readonly OutgoingRecord[]): Promise<void> {
    this.current ??= this.start();
    const producer = await this.current.producer;
    await producer.sendBatch({
      acks: -1,
      timeout: deadlineMs,
      compression: CompressionTypes.None,
      topicMessages: byTopic(records),
    });
  }
}

export const kafkaProducer = (connection: KafkaConnection): KafkaProducer => new RenewedProducer(connection);
