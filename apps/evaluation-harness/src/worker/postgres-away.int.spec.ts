import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { gatedAgent } from '../testing/agents.js';
import {
  echoTrial,
  ended,
  workerLoopOf,
  recordedEpisodes,
  registerEchoSet,
  schedule,
  until,
} from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

let postgres: TestPostgres;
const suite = harnessSuite(async () => (postgres = await testPostgres({ durable: true })));

it('goes on where it was when Postgres crashes and comes back, and counts no attempt for it', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 60);
  const agent = gatedAgent();
  suite.started(workerLoopOf(database, lease, { runtime: agent.runtime, settings: { episodeConcurrency: 20 } }));
  await schedule(database, echoTrial(taskSet));
  await until(() => agent.waiting() === 20);
  agent.release(7);
  await until(async () => (await recordedEpisodes(database, 'trial-1')).length === 7);
  await postgres.crash();
  agent.release(10);
  await expect(database.sql`select 1`).rejects.toThrow();
  await postgres.restart();
  await until(() =>
    database.sql`select 1`.then(
      () => true,
      () => false,
    ),
  );
  agent.openAll();
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 60, errors: 0 } },
  });
  const ordinals = (await recordedEpisodes(database, 'trial-1')).map(({ outcome }) => outcome.ordinal);
  expect(ordinals.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  expect(lease.spent()).toEqual({ episodes: 60, tokens: 180, costMicros: 180 });
});
