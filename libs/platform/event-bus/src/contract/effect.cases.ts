import { effectOnce } from '@ao/event-store';
import type { FactBatch } from '../event-bus.js';
import type { LogUnderTest, OverLog } from './event-bus.contract.js';
import { jobTopic, sampleFacts } from './sample.js';
import { until } from './until.js';

/** A handler whose effect is one row for each fact; every third time it fails after its transaction has committed. */
const rowForEach = ({ sql, schema }: LogUnderTest): ((batch: FactBatch) => Promise<void>) => {
  let calls = 0;
  return async (batch) => {
    await effectOnce({
      sql,
      schema,
      group: 'g',
      batch,
      effect: async (tx, facts) => {
        const rows = facts.map(({ id, key, streamVersion }) => ({ id, key, version: streamVersion }));
        await tx`insert into ${tx(schema)}.effects ${tx(rows)}`;
      },
    });
    calls += 1;
    if (calls % 3 === 0) throw new Error('crashed after the commit');
  };
};

const createEffects = async ({ sql, schema }: LogUnderTest): Promise<void> => {
  await sql`create table ${sql(schema)}.effects (place bigint generated always as identity, id text not null, key text not null, version bigint not null)`;
};

export const effectCases = (over: OverLog): void => {
  it(
    'gives each fact its effect once and in order, whatever fails and whoever joins and leaves',
    over(async (log) => {
      const { sql, schema } = log;
      await createEffects(log);
      const bus = await log.open({ initialMs: 1, maxMs: 5, attempts: 50 });
      const options = { group: 'g', topics: [jobTopic], maxBatch: 25 };
      const facts = sampleFacts(20, 60);
      const done = async (count: number): Promise<boolean> =>
        Number((await sql<{ count: bigint }[]>`select count(*) from ${sql(schema)}.effects`)[0]?.count) >= count;
      const first = await bus.subscribe({ ...options, handle: rowForEach(log) });
      await bus.publish(facts.slice(0, 600));
      await until('it has begun', () => done(100));
      await bus.subscribe({ ...options, handle: rowForEach(log) });
      await bus.publish(facts.slice(600));
      await until('it is well on its way', () => done(700));
      await first.close();
      await until('all have their effect', () => done(facts.length));
      await until('nothing waits', async () => (await first.lag()) === 0n);
      const rows = await sql<
        { id: string; key: string; version: bigint }[]
      >`select id, key, version from ${sql(schema)}.effects order by place`;
      expect(rows).toHaveLength(facts.length);
      const inOrder = Array.from({ length: 60 }, (_, index) => BigInt(index + 1));
      for (let key = 0; key < 20; key += 1)
        expect(rows.filter((row) => row.key === `job-${key}`).map(({ version }) => version)).toEqual(inOrder);
    }),
  );
};
