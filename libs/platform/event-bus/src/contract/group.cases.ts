import type { OverLog } from './event-bus.contract.js';
import { gate, jobTopic, Recorder, sampleFact, sampleFacts, versionsByKey } from './sample.js';
import { until } from './until.js';

const sharingCases = (over: OverLog): void => {
  it(
    'gives every group all the facts',
    over(async (log) => {
      const bus = await log.open();
      const facts = sampleFacts(6, 5);
      await bus.publish(facts);
      const recorders = [new Recorder(), new Recorder()];
      for (const [index, recorder] of recorders.entries())
        await bus.subscribe({ group: `g${index}`, topics: [jobTopic], handle: recorder.handle });
      await until('both have all', () => recorders.every((recorder) => recorder.has(facts)));
      expect(recorders.map(({ facts: seen }) => seen.length)).toEqual([30, 30]);
    }),
  );

  it(
    "shares a group's facts among its members",
    over(async (log) => {
      const bus = await log.open();
      const [one, other] = [new Recorder(), new Recorder()];
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: one.handle });
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: other.handle });
      const facts = sampleFacts(60, 10);
      await bus.publish(facts);
      await until('all are there', () => one.facts.length + other.facts.length >= facts.length);
      expect([...one.ids, ...other.ids].sort()).toEqual(facts.map(({ id }) => id).sort());
      expect(new Set(one.facts.map(({ partition }) => partition)).size).toBe(3);
      expect(new Set(other.facts.map(({ partition }) => partition)).size).toBe(3);
    }),
  );
};

const leavingCases = (over: OverLog): void => {
  it(
    'gives the rest what a member had that leaves',
    over(async (log) => {
      const bus = await log.open();
      const [stays, leaves] = [new Recorder(), new Recorder()];
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: stays.handle });
      const leaving = await bus.subscribe({ group: 'g', topics: [jobTopic], handle: leaves.handle });
      await leaving.close();
      const facts = sampleFacts(60, 1);
      await bus.publish(facts);
      await until('all are there', () => stays.has(facts));
      expect(leaves.facts).toEqual([]);
    }),
  );
};

const restartCases = (over: OverLog): void => {
  it(
    'goes on where it was after a member restarts',
    over(async (log) => {
      const bus = await log.open();
      const [before, after] = [new Recorder(), new Recorder()];
      const first = sampleFacts(12, 10);
      const subscription = await bus.subscribe({ group: 'g', topics: [jobTopic], handle: before.handle });
      await bus.publish(first);
      await until('the first are there', () => before.has(first));
      await subscription.close();
      const second = sampleFacts(12, 10);
      await bus.publish(second);
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: after.handle });
      await until('the second are there', () => after.has(second));
      expect([before.facts.length, after.facts.length]).toEqual([120, 120]);
    }),
  );

  it(
    'goes on where it was after the bus restarts',
    over(async (log) => {
      const [before, after] = [new Recorder(), new Recorder()];
      const one = await log.open();
      const first = sampleFacts(12, 10);
      await one.subscribe({ group: 'g', topics: [jobTopic], handle: before.handle });
      await one.publish(first);
      await until('the first are there', () => before.has(first));
      await one.close();
      const other = await log.open();
      const second = sampleFacts(12, 10);
      await other.publish(second);
      await other.subscribe({ group: 'g', topics: [jobTopic], handle: after.handle });
      await until('the second are there', () => after.has(second));
      expect([before.facts.length, after.facts.length]).toEqual([120, 120]);
    }),
  );
};

const closingCases = (over: OverLog): void => {
  it(
    'waits for its running handler when it closes, and hands nothing over afterwards',
    over(async (log) => {
      const bus = await log.open();
      const recorder = new Recorder();
      const [started, opened] = [gate(), gate()];
      const subscription = await bus.subscribe({
        group: 'g',
        topics: [jobTopic],
        maxBatch: 1,
        handle: async (batch) => {
          started.open();
          await opened.passed;
          await recorder.handle(batch);
        },
      });
      const [first, second] = [sampleFact(), sampleFact()];
      await bus.publish([first, second]);
      await started.passed;
      let closed = false;
      const closing = subscription.close().then(() => {
        closed = true;
      });
      await bus.ping();
      expect(closed).toBe(false);
      opened.open();
      await closing;
      expect(recorder.ids).toEqual([first.id]);
      const next = new Recorder();
      await bus.subscribe({ group: 'g', topics: [jobTopic], handle: next.handle });
      await until('the second is there', () => next.has([second]));
      expect(next.ids).toEqual([second.id]);
    }),
  );
};

const rebalanceCases = (over: OverLog): void => {
  it(
    'loses and disorders nothing when a member joins in the middle of a batch',
    over(async (log) => {
      const bus = await log.open();
      const recorder = new Recorder();
      const opened = gate();
      let working = 0;
      const handle = async (batch: Parameters<Recorder['handle']>[0]): Promise<void> => {
        working += 1;
        await opened.passed;
        await recorder.handle(batch);
      };
      const facts = sampleFacts(30, 40);
      await bus.publish(facts);
      await bus.subscribe({ group: 'g', topics: [jobTopic], maxBatch: 20, handle });
      await until('it is in the middle', () => working === 6);
      const joining = bus.subscribe({ group: 'g', topics: [jobTopic], maxBatch: 20, handle: recorder.handle });
      await bus.ping();
      expect(recorder.facts).toEqual([]);
      opened.open();
      const second = await joining;
      await until('all are there', () => recorder.has(facts));
      const inOrder = Array.from({ length: 40 }, (_, index) => index + 1);
      for (const versions of Object.values(versionsByKey(recorder.facts))) expect(versions).toEqual(inOrder);
      await second.close();
    }),
  );
};

export const groupCases = (over: OverLog): void => {
  sharingCases(over);
  leavingCases(over);
  restartCases(over);
  closingCases(over);
  rebalanceCases(over);
};
