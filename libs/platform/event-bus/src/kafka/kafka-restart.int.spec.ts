import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describeWithKafka, ownBroker, patient, type OwnBroker } from '@ao/testing';
import type { Bus } from '../contract/event-bus.contract.js';
import { gate, jobTopic, Recorder, sampleFact, sampleFacts, versionsByKey } from '../contract/sample.js';
import { until } from '../contract/until.js';
import type { Fact } from '../event-bus.js';
import { kafkaBus } from './kafka-bus.js';

const timed = async (work: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> => {
  const start = Date.now();
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, ms: Date.now() - start };
};

/** Publishes as a relay does: the same again until it is acknowledged. */
const publishAnyway = async (bus: Bus, facts: readonly Fact[]): Promise<void> => {
  for (let done = false; !done;) {
    done = await bus.publish(facts).then(
      () => true,
      () => false,
    );
  }
};

const firstVersions = (recorder: Recorder): Record<string, readonly number[]> => {
  const versions = versionsByKey(recorder.facts);
  return Object.fromEntries(Object.entries(versions).map(([key, all]) => [key, [...new Set(all)]]));
};

describeWithKafka('A Kafka bus whose broker goes and comes', ({ canStart }) => {
  if (!canStart) {
    it.todo('needs a broker of its own: install Java 17 with Maven, or start Docker');
    return;
  }
  let broker: OwnBroker;
  let bus: Bus;

  beforeAll(async () => {
    broker = await ownBroker();
  });

  beforeEach(async () => {
    bus = kafkaBus({
      brokers: broker.brokers,
      clientId: 'restart-test',
      topicPrefix: `${expect.getState().currentTestName?.length}.`,
      retry: { initialMs: 10 },
    });
    await bus.ensureTopics();
  });

  afterEach(() => bus.close());

  afterAll(() => broker.remove());

  it.each(['kill', 'stop'] as const)(
    'says unavailable soon after a %s, and goes on by itself when it is back',
    async (end) => {
      const recorder = new Recorder();
      const subscription = await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
      const before = sampleFacts(6, 3);
      await bus.publish(before);
      await until('the first are there', () => recorder.has(before));
      await until('they are committed', async () => (await subscription.lag()) === 0n);
      await broker[end]();

      const [publish, again, ping] = [
        await timed(bus.publish([sampleFact()])),
        await timed(bus.publish([sampleFact()])),
        await timed(bus.ping()),
      ];
      expect(publish).toEqual({ error: expect.objectContaining({ code: 'unavailable' }), ms: expect.any(Number) });
      expect(again.error).toMatchObject({ code: 'unavailable' });
      expect(ping.error).toMatchObject({ code: 'unavailable' });
      expect(Math.max(publish.ms, again.ms)).toBeLessThan(patient(3500));
      expect(ping.ms).toBeLessThan(patient(2500));

      await broker.start();
      const after = sampleFacts(6, 3);
      await publishAnyway(bus, after);
      await until('the later ones are there', () => recorder.has(after));
      await bus.ping();
      expect(recorder.facts.filter(({ id }) => before.some((fact) => fact.id === id))).toHaveLength(before.length);
    },
  );

  it('loses nothing and keeps the order over a crash in the middle of the stream', async () => {
    const recorder = new Recorder();
    await bus.subscribe({ group: 'g', topics: [jobTopic], maxBatch: 50, handle: recorder.handle });
    const facts = sampleFacts(10, 100);
    const publishing = (async () => {
      for (let start = 0; start < facts.length; start += 20) await publishAnyway(bus, facts.slice(start, start + 20));
    })();
    await until('some are there', () => recorder.facts.length > 200);
    await broker.kill();
    await broker.start();
    await publishing;
    await until('all are there', () => recorder.has(facts));
    const inOrder = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(Object.values(firstVersions(recorder))).toEqual(Array.from({ length: 10 }, () => inOrder));
  });

  it('finishes a handler over a restart and goes on', async () => {
    const recorder = new Recorder();
    const [started, opened] = [gate(), gate()];
    const fact = sampleFact();
    await bus.subscribe({
      group: 'g',
      topics: [jobTopic],
      handle: async (batch) => {
        started.open();
        await opened.passed;
        await recorder.handle(batch);
      },
    });
    await bus.publish([fact]);
    await started.passed;
    await broker.kill();
    await broker.start();
    opened.open();
    const later = sampleFact();
    await publishAnyway(bus, [later]);
    await until('both are there', () => recorder.has([fact, later]));
  });

  it('joins later when it subscribes while the broker is away, and closes while it is away', async () => {
    await broker.kill();
    const [stays, closes] = [new Recorder(), new Recorder()];
    await bus.subscribe({ group: 'g', topics: [jobTopic], handle: stays.handle });
    const closing = await bus.subscribe({ group: 'h', topics: [jobTopic], handle: closes.handle });
    expect((await timed(closing.close())).ms).toBeLessThan(patient(6000));
    await broker.start();
    const fact = sampleFact();
    await publishAnyway(bus, [fact]);
    await until('it is there', () => stays.has([fact]));
    expect(closes.facts).toEqual([]);
  });
});

describeWithKafka('A Kafka bus whose broker is mute', () => {
  const sockets = new Set<Socket>();
  let mute: Server;
  let bus: Bus;

  beforeAll(async () => {
    mute = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    bus = kafkaBus({ brokers: [`127.0.0.1:${(mute.address() as AddressInfo).port}`], clientId: 'mute-test' });
  });

  afterAll(async () => {
    await bus.close();
    for (const socket of sockets) socket.destroy();
    mute.close();
  });

  it('says unavailable soon', async () => {
    const [publish, ping] = await Promise.all([timed(bus.publish([sampleFact()])), timed(bus.ping())]);
    expect([publish.error, ping.error]).toEqual([
      expect.objectContaining({ code: 'unavailable' }),
      expect.objectContaining({ code: 'unavailable' }),
    ]);
    expect(publish.ms).toBeLessThan(patient(3500));
    expect(ping.ms).toBeLessThan(patient(2500));
  });
});
