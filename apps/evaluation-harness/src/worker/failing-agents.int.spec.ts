import { DomainError } from '@ao/kernel';
import { testPostgres } from '@ao/postgres/testing';
import { agentOf, echoAnswer } from '../testing/agents.js';
import { echoTrial, ended, workerLoopOf, registerEchoSet, schedule } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

const suite = harnessSuite(testPostgres);

const keyless = agentOf(() => {
  throw new Error('MODEL_KEY is not set');
});

it('ends the trial of an agent that fails all of its first episodes, in its own words; what ran is paid', async () => {
  const { database } = suite;
  const lease = memoryLease();
  suite.started(workerLoopOf(database, lease, { runtime: keyless }));
  await schedule(database, echoTrial(await registerEchoSet(database, 400), { arm: 'incumbent' }));
  const end = await ended(database, 'trial-1');
  expect(end).toMatchObject({
    type: 'TrialFailed',
    data: {
      code: 'internal',
      reason: expect.stringMatching(/^echo failed .* in its own words: MODEL_KEY is not set$/),
    },
  });
  if (end.type !== 'TrialFailed') throw new Error('it did not fail');
  expect(end.data.report.episodes).toBeGreaterThanOrEqual(20);
  expect(end.data.report.episodes).toBeLessThan(100);
  expect(lease.spent().episodes).toBe(end.data.report.episodes);
  expect(lease.reserved().episodes).toBe(0);
});

it('lets one candidate that always fails run to its end: it may be at fault itself', async () => {
  const { database } = suite;
  suite.started(workerLoopOf(database, memoryLease(), { runtime: keyless }));
  await schedule(database, echoTrial(await registerEchoSet(database, 60), { arm: 'candidate' }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 60, errors: 60 } },
  });
});

it('waits for an agent that is away by the time, however often it was tried', async () => {
  const { database } = suite;
  let tries = 0;
  const runtime = agentOf(({ input }) => {
    if (++tries < 40) throw new DomainError('unavailable', 'connection refused');
    return echoAnswer(input);
  });
  const settings = { agentPatienceMs: 60_000, sliceAttempts: 1, episodeRetries: 5 };
  suite.started(workerLoopOf(database, memoryLease(), { runtime, settings }));
  await schedule(database, echoTrial(await registerEchoSet(database, 10)));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 10, errors: 0 } },
  });
});
