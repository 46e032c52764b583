import { DomainError } from '@ao/kernel';
import type { OverLog } from './event-bus.contract.js';
import { gate, jobTopic, policyTopic, Recorder, sampleFact, sampleFacts, unitTopic, versionsByKey } from './sample.js';
import { until } from './until.js';

const publishCases = (over: OverLog): void => {
  it(
    'delivers a fact as it was published',
    over(async (log) => {
      const bus = await log.open();
      const full = sampleFact({
        leaseId: 'lease-1',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        subject: 'user:Zoë "quoted" \\ {x,y}',
        value: new Uint8Array(),
      });
      const plain = sampleFact({ key: full.key });
      await bus.publish([full, plain]);
      const recorder = new Recorder();
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
      await until('both are there', () => recorder.has([full, plain]));
      const partition = recorder.facts[0]?.partition;
      const bytes = (fact: object & { value: Uint8Array }): object => ({ ...fact, value: [...fact.value] });
      expect(recorder.facts.map(bytes)).toEqual([
        bytes({ ...full, partition, offset: 0n } as never),
        bytes({ ...plain, partition, offset: 1n } as never),
      ]);
      expect(Object.keys(recorder.facts[1] ?? {})).not.toContain('leaseId');
    }),
  );

  it(
    'keeps the order per key over many publishes at once',
    over(async (log) => {
      const bus = await log.open();
      const facts = sampleFacts(40, 50);
      const recorder = new Recorder();
      await bus.subscribe({ group: 'g', topics: [jobTopic], maxBatch: 64, handle: recorder.handle });
      const slices = Array.from({ length: 20 }, (_, index) => facts.slice(index * 100, index * 100 + 100));
      await Promise.all(slices.map((slice) => bus.publish(slice)));
      await until('all are there', () => recorder.has(facts));
      const inOrder = Array.from({ length: 50 }, (_, index) => index + 1);
      expect(Object.values(versionsByKey(recorder.facts))).toEqual(Array.from({ length: 40 }, () => inOrder));
    }),
  );
};

const placeCases = (over: OverLog): void => {
  it(
    'gives offsets that only grow, and batches of one partition',
    over(async (log) => {
      const bus = await log.open();
      const recorder = new Recorder();
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
      const facts = sampleFacts(30, 10);
      await bus.publish(facts);
      await until('all are there', () => recorder.has(facts));
      for (let partition = 0; partition < 6; partition += 1) {
        const offsets = recorder.facts.filter((fact) => fact.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual(offsets.map((_, index) => BigInt(index)));
      }
      expect(
        recorder.batches.every((batch) =>
          batch.facts.every((fact) => fact.partition === batch.partition && fact.topic === batch.topic),
        ),
      ).toBe(true);
    }),
  );
};

const refusalCases = (over: OverLog): void => {
  it(
    'publishes nothing of a call that holds a fact it may not carry',
    over(async (log) => {
      const bus = await log.open();
      const good = sampleFact();
      const refused = [
        sampleFact({ topic: 'ao.nobody.nothing.v1' }),
        sampleFact({ key: '' }),
        sampleFact({ value: new Uint8Array(1_000_000) }),
      ];
      for (const bad of refused)
        await expect(bus.publish([good, bad])).rejects.toMatchObject({ code: 'invalid_argument' });
      const after = sampleFact();
      await bus.publish([after]);
      const recorder = new Recorder();
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
      await until('the later one is there', () => recorder.has([after]));
      expect(recorder.ids).toEqual([after.id]);
    }),
  );

  it(
    'refuses a subscription to a topic that is not in the table',
    over(async (log) => {
      const bus = await log.open();
      const subscribing = bus.subscribe({
        group: 'g',
        topics: ['ao.nobody.nothing.v1'],
        handle: new Recorder().handle,
      });
      await expect(subscribing).rejects.toMatchObject({ code: 'invalid_argument' });
    }),
  );

  it(
    'answers a ping, and makes its topics twice without harm',
    over(async (log) => {
      const bus = await log.open();
      await bus.ensureTopics();
      await expect(bus.ping()).resolves.toBeUndefined();
    }),
  );
};

const pressureCases = (over: OverLog): void => {
  it(
    'hands over at most maxBatch facts and waits for the answer',
    over(async (log) => {
      const bus = await log.open();
      const facts = sampleFacts(24, 50);
      await bus.publish(facts);
      const recorder = new Recorder();
      const inHand = new Map<number, number>();
      let most = 0;
      let together = 0;
      const opened = gate();
      await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        maxBatch: 10,
        handle: async (batch) => {
          expect(inHand.has(batch.partition)).toBe(false);
          inHand.set(batch.partition, batch.facts.length);
          most = Math.max(most, batch.facts.length);
          together = Math.max(together, inHand.size);
          await opened.passed;
          await recorder.handle(batch);
          inHand.delete(batch.partition);
        },
      });
      await until('every partition has a handler at work', () => inHand.size === 6);
      expect(recorder.facts).toEqual([]);
      opened.open();
      await until('all are there', () => recorder.has(facts));
      expect({ most, together, times: recorder.facts.length }).toEqual({ most: 10, together: 6, times: facts.length });
    }),
  );
};

const stuckPartitionCases = (over: OverLog): void => {
  it(
    'does not let a partition that fails hold up the others',
    over(async (log) => {
      const bus = await log.open({ initialMs: 50 });
      const stuck = sampleFact({ topic: policyTopic });
      await bus.publish([stuck]);
      const recorder = new Recorder();
      let failures = 0;
      await bus.subscribe({
        group: 'g',
        topics: [policyTopic, unitTopic],
        handle: async (batch) => {
          if (batch.topic === unitTopic) return recorder.handle(batch);
          failures += 1;
          throw new DomainError('unavailable', 'the database is away');
        },
      });
      await until('it has failed', () => failures > 1);
      const facts = sampleFacts(10, 1, { topic: unitTopic });
      await bus.publish(facts);
      await until('the others are there', () => recorder.has(facts));
      expect(await bus.deadLetters({ topic: policyTopic })).toEqual([]);
    }),
  );
};

const lagCases = (over: OverLog): void => {
  it(
    'counts what waits for a group',
    over(async (log) => {
      const bus = await log.open();
      const facts = sampleFacts(12, 5);
      const recorder = new Recorder();
      const opened = gate();
      const subscription = await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        handle: async (batch) => {
          await opened.passed;
          await recorder.handle(batch);
        },
      });
      expect(await subscription.lag()).toBe(0n);
      await bus.publish(facts);
      expect(await subscription.lag()).toBe(60n);
      opened.open();
      await until('nothing waits', async () => (await subscription.lag()) === 0n);
      expect(recorder.has(facts)).toBe(true);
    }),
  );
};

export const deliveryCases = (over: OverLog): void => {
  publishCases(over);
  placeCases(over);
  refusalCases(over);
  pressureCases(over);
  stuckPartitionCases(over);
  lagCases(over);
};
