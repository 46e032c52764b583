import { decodeFact } from '@ao/contracts';
import { DomainError } from '@ao/kernel';
import type { FactBatch } from '../event-bus.js';
import { PoisonFact } from '../poison-fact.js';
import type { OverLog } from './event-bus.contract.js';
import { jobTopic, Recorder, sampleFact, sampleFacts, versionsByKey } from './sample.js';
import { topics } from '../topics.js';
import { until } from './until.js';

const fast = { attempts: 3, initialMs: 1, maxMs: 5 };

const redeliveryCases = (over: OverLog): void => {
  it(
    'delivers again, in order, what a handler threw back',
    over(async (log) => {
      const bus = await log.open(fast);
      const recorder = new Recorder();
      let failures = 0;
      const facts = sampleFacts(5, 20);
      await bus.publish(facts);
      await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        handle: async (batch) => {
          if (failures < 4) {
            failures += 1;
            throw new Error('a fault that passes');
          }
          await recorder.handle(batch);
        },
      });
      await until('all are there', () => recorder.has(facts));
      expect(recorder.facts).toHaveLength(facts.length);
      for (const versions of Object.values(versionsByKey(recorder.facts)))
        expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(await bus.deadLetters({ topic: jobTopic })).toEqual([]);
    }),
  );
};

const outageCases = (over: OverLog): void => {
  it.each(['unavailable', 'aborted'] as const)('never gives up what fails with %s', (code) =>
    over(async (log) => {
      const bus = await log.open(fast);
      const recorder = new Recorder();
      let failures = 0;
      const facts = sampleFacts(1, 3);
      await bus.publish(facts);
      await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        handle: async (batch) => {
          failures += 1;
          if (failures <= 12) throw new DomainError(code, 'not now');
          await recorder.handle(batch);
        },
      });
      await until('all are there', () => recorder.has(facts));
      expect(recorder.facts).toHaveLength(3);
      expect(await bus.deadLetters({ topic: jobTopic })).toEqual([]);
    })(),
  );
};

/** Fails on the facts of one key, as told; keeps the rest. */
const failingOn =
  (recorder: Recorder, bad: string, fail: (factId: string) => Error) =>
  async (batch: FactBatch): Promise<void> => {
    const found = batch.facts.find(({ id }) => id === bad);
    if (found) throw fail(found.id);
    await recorder.handle(batch);
  };

const kinds = [
  ['that a handler names', (id: string) => new PoisonFact(id, 'no such unit'), 'no such unit', 0],
  [
    'that makes a batch invalid',
    () => new DomainError('invalid_argument', 'the value is no job'),
    'the value is no job',
    0,
  ],
  ['that fails again and again', () => new TypeError('x is not a function'), 'x is not a function', 3],
] as const;

const poisonCases = (over: OverLog): void => {
  it.each(kinds)('puts the one fact aside %s', (_, fail, reason, attempts) =>
    over(async (log) => {
      const bus = await log.open(fast);
      const recorder = new Recorder();
      const facts = sampleFacts(4, 25);
      const bad = sampleFact({ key: 'job-2', streamVersion: 13 });
      await bus.publish([...facts.slice(0, 50), bad, ...facts.slice(50)]);
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: failingOn(recorder, bad.id, fail) });
      await until('the rest is there', () => recorder.has(facts));
      expect(recorder.facts).toHaveLength(facts.length);
      expect(versionsByKey(recorder.facts)).toEqual(versionsByKey(facts));
      await until('the one is a dead letter', async () => (await bus.deadLetters({ topic: jobTopic })).length > 0);
      const letters = await bus.deadLetters({ topic: jobTopic });
      expect(letters).toHaveLength(1);
      expect(letters[0]).toMatchObject({
        group: 'g',
        topic: jobTopic,
        attempts,
        reason: expect.stringContaining(reason),
        fact: { ...bad, value: expect.anything() },
      });
      expect([...(letters[0]?.fact?.value ?? [])]).toEqual([...bad.value]);
    })(),
  );
};

const hopelessCases = (over: OverLog): void => {
  it(
    'puts aside what can never be handled without asking the handler, and hands over what lies behind',
    over(async (log) => {
      const bus = await log.open(fast);
      const recorder = new Recorder();
      const poison = Array.from({ length: 300 }, () => sampleFact({ key: 'job-1', value: new Uint8Array() }));
      const good = sampleFact({ key: 'job-1' });
      await bus.publish([...poison, good]);
      await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        check: ({ value }) => (value.length === 0 ? 'job_id must not be empty' : undefined),
        handle: recorder.handle,
      });
      await until('the good one is there', () => recorder.has([good]));
      expect(recorder.batches.map(({ facts }) => facts.length)).toEqual([1]);
      const letters = await bus.deadLetters({ topic: jobTopic });
      expect(letters.map(({ fact }) => fact?.id)).toEqual(poison.map(({ id }) => id));
      expect(new Set(letters.map(({ reason, attempts }) => `${attempts} ${reason}`))).toEqual(
        new Set(['0 job_id must not be empty']),
      );
    }),
  );
};

const redriveCases = (over: OverLog): void => {
  it(
    'redrives for the group that gave it up, and for no other',
    over(async (log) => {
      const bus = await log.open(fast);
      const facts = sampleFacts(3, 5);
      const bad = facts[7]?.id ?? '';
      const [failing, other] = [new Recorder(), new Recorder()];
      let mended = false;
      const handle = failingOn(failing, bad, (id) => new PoisonFact(id, 'not yet'));
      await bus.subscribe({
        group: 'failing',
        topics: [jobTopic],
        handle: (batch) => (mended ? failing.handle(batch) : handle(batch)),
      });
      const whole = await bus.subscribe({ group: 'other', topics: [jobTopic], handle: other.handle });
      await bus.publish(facts);
      await until('it is a dead letter', async () => (await bus.deadLetters({ topic: jobTopic })).length === 1);
      await until('the other group has all', () => other.has(facts));
      mended = true;
      expect(await bus.redrive({ topic: jobTopic })).toBe(1);
      await until('it came back', () => failing.has(facts));
      await until('the other group has passed it over', async () => (await whole.lag()) === 0n);
      expect([failing.facts.length, other.facts.length]).toEqual([15, 15]);
      expect(await bus.deadLetters({ topic: jobTopic })).toEqual([]);
      expect(await bus.redrive({ topic: jobTopic })).toBe(0);
    }),
  );
};

const oneGroupCases = (over: OverLog): void => {
  it(
    'redrives one group and leaves the letters of another',
    over(async (log) => {
      const bus = await log.open(fast);
      const facts = sampleFacts(2, 2);
      const bad = facts[0]?.id ?? '';
      const recorders = { a: new Recorder(), b: new Recorder() };
      let mended = false;
      for (const [group, recorder] of Object.entries(recorders)) {
        const handle = failingOn(recorder, bad, (id) => new PoisonFact(id, 'not yet'));
        await bus.subscribe({
          group,
          topics: [jobTopic],
          handle: (batch) => (mended ? recorder.handle(batch) : handle(batch)),
        });
      }
      await bus.publish(facts);
      await until('both gave it up', async () => (await bus.deadLetters({ topic: jobTopic })).length === 2);
      mended = true;
      expect(await bus.redrive({ topic: jobTopic, group: 'b' })).toBe(1);
      await until('b has it', () => recorders.b.has(facts));
      expect((await bus.deadLetters({ topic: jobTopic })).map(({ group }) => group)).toEqual(['a']);
      expect(await bus.redrive({ topic: jobTopic, group: 'a' })).toBe(1);
      await until('a has it', () => recorders.a.has(facts));
    }),
  );
};

const secondFailureCases = (over: OverLog): void => {
  it(
    'gives up again what fails again',
    over(async (log) => {
      const bus = await log.open(fast);
      const facts = sampleFacts(1, 2);
      await bus.publish(facts);
      const recorder = new Recorder();
      await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        handle: failingOn(recorder, facts[0]?.id ?? '', (id) => new PoisonFact(id, 'never')),
      });
      for (let round = 0; round < 2; round += 1) {
        await until('it is a dead letter', async () => (await bus.deadLetters({ topic: jobTopic })).length === 1);
        expect(await bus.redrive({ topic: jobTopic })).toBe(1);
      }
      await until('it is one again', async () => (await bus.deadLetters({ topic: jobTopic })).length === 1);
    }),
  );
};

const toldCases = (over: OverLog): void => {
  it(
    'tells of each dead letter and of its redrive, but of none that is itself such news',
    over(async (log) => {
      const bus = await log.open(fast);
      const news = new Recorder();
      const bad = sampleFact({ key: 'job-7' });
      await bus.subscribe({ group: 'news', topics: [topics.trouble.name], handle: news.handle });
      await bus.subscribe({
        group: 'wary',
        topics: [topics.trouble.name],
        check: () => 'never',
        handle: async () => undefined,
      });
      await bus.subscribe({ group: 'g', topics: [jobTopic], check: () => 'never', handle: async () => undefined });
      await bus.publish([bad]);
      await until('it is told', () => news.facts.length > 0);
      await until('the other group has given the news up', async () =>
        (await bus.deadLetters({ topic: topics.trouble.name })).some(({ group }) => group === 'wary'),
      );
      await bus.redrive({ topic: jobTopic });
      await until('both are told, and that it failed again', () => news.facts.length === 3);
      const [first, second] = news.facts.map(({ type, value, key }) => ({
        key,
        type,
        data: decodeFact(type, value)?.data as object,
      }));
      expect(first).toMatchObject({
        key: 'job-7',
        type: 'bus.fact.dead_lettered',
        data: { group: 'g', topic: jobTopic, reason: 'never', factId: bad.id, factType: bad.type, factKey: 'job-7' },
      });
      expect(second).toMatchObject({
        type: 'bus.fact.redriven',
        data: { letterId: (first?.data as { letterId: string }).letterId, topic: jobTopic, factKey: 'job-7' },
      });
    }),
  );
};

const unknownTopicCases = (over: OverLog): void => {
  it(
    'refuses a topic that is not in the table',
    over(async (log) => {
      const bus = await log.open();
      await expect(bus.redrive({ topic: 'ao.nobody.nothing.v1' })).rejects.toMatchObject({ code: 'invalid_argument' });
      await expect(bus.deadLetters({ topic: 'ao.nobody.nothing.v1' })).rejects.toMatchObject({
        code: 'invalid_argument',
      });
      expect(await bus.redrive({ topic: jobTopic })).toBe(0);
    }),
  );
};

export const deadLetterCases = (over: OverLog): void => {
  redeliveryCases(over);
  outageCases(over);
  poisonCases(over);
  hopelessCases(over);
  redriveCases(over);
  oneGroupCases(over);
  secondFailureCases(over);
  toldCases(over);
  unknownTopicCases(over);
};
