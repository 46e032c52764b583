import { describeWithKafka, uniquePrefix } from '@ao/testing';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import type { Bus } from '../contract/event-bus.contract.js';
import { jobTopic, Recorder, sampleFact } from '../contract/sample.js';
import { until } from '../contract/until.js';
import { topics } from '../topics.js';
import { kafkaBus } from './kafka-bus.js';

describeWithKafka('Kafka records', ({ brokers }) => {
  const prefix = uniquePrefix();
  const kafka = new Kafka({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 100 },
  });
  let bus: Bus;

  const readAll = async (topic: string, count: number): Promise<readonly KafkaMessage[]> => {
    const consumer = kafka.consumer({ groupId: `${prefix}wire` });
    const messages: KafkaMessage[] = [];
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) });
    await until('the records are there', () => messages.length >= count);
    await consumer.disconnect();
    return messages;
  };

  beforeAll(async () => {
    bus = kafkaBus({ brokers, clientId: 'wire-test', topicPrefix: prefix });
    await bus.ensureTopics();
  });

  afterAll(() => bus.close());

  it('are CloudEvents in binary mode, keyed by the aggregate', async () => {
    const fact = sampleFact({
      topic: topics.unit.name,
      key: 'unit-1',
      leaseId: 'lease-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await bus.publish([fact]);
    const [message] = await readAll(`${prefix}${topics.unit.name}`, 1);
    expect(String(message?.key)).toBe('unit-1');
    expect(message?.value).toEqual(Buffer.from(fact.value));
    expect(
      Object.fromEntries(Object.entries(message?.headers ?? {}).map(([name, value]) => [name, String(value)])),
    ).toEqual({
      ce_specversion: '1.0',
      ce_id: fact.id,
      ce_type: fact.type,
      ce_source: '/orchestrator',
      ce_time: fact.time.toISOString(),
      'content-type': 'application/protobuf',
      corr_id: 'corr-1',
      causation_id: 'command-1',
      subject: 'user:admin',
      lease_id: 'lease-1',
      traceparent: fact.traceparent,
      stream_version: String(fact.streamVersion),
    });
  });

  it('lie on topics with the partitions and the retention of the table', async () => {
    const admin = kafka.admin();
    await admin.connect();
    const names = Object.values(topics).flatMap(({ name }) => [name, `${name}.dlq`]);
    const { topics: found } = await admin.fetchTopicMetadata({ topics: names.map((name) => `${prefix}${name}`) });
    const partitions = Object.fromEntries(
      found.map((topic) => [topic.name.slice(prefix.length), topic.partitions.length]),
    );
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: `${prefix}${topics.episode.name}`, configNames: ['retention.ms'] }],
    });
    await admin.disconnect();
    expect(partitions).toEqual(
      Object.fromEntries(
        Object.values(topics).flatMap((topic) => [
          [topic.name, topic.partitions],
          [`${topic.name}.dlq`, 1],
        ]),
      ),
    );
    expect(resources[0]?.configEntries[0]?.configValue).toBe(String(topics.episode.retentionMs));
  });

  it('that are no facts go to the dead letters at once, and the facts around them go on', async () => {
    const fact = sampleFact({ key: 'same' });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic: `${prefix}${jobTopic}`, messages: [{ key: 'same', value: 'no headers' }] });
    await producer.disconnect();
    await bus.publish([fact]);
    const recorder = new Recorder();
    await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
    await until('the fact is there', () => recorder.has([fact]));
    expect(recorder.ids).toEqual([fact.id]);
    const letters = await bus.deadLetters({ topic: jobTopic });
    expect(letters).toMatchObject([
      { group: 'g', attempts: 0, offset: 0n, reason: 'header ce_id is missing', fact: undefined },
    ]);
  });

  it('reach a subscription that was there before its topics', async () => {
    const early = kafkaBus({ brokers, clientId: 'wire-test', topicPrefix: uniquePrefix() });
    const recorder = new Recorder();
    await early.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
    await early.ensureTopics();
    const fact = sampleFact();
    await early.publish([fact]);
    await until('the fact is there', () => recorder.has([fact]));
    await early.close();
  });
});
