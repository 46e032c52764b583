import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { agent } from '@ao/contracts';
import { testPostgres } from '@ao/postgres/testing';
import { echoTrial, ended, workerLoopOf, registerEchoSet, schedule } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';
import { foreignRuntime } from './foreign-runtime.js';

const suite = harnessSuite(testPostgres);

type Call = ServerUnaryCall<agent.RunEpisodeRequest, agent.RunEpisodeResponse>;

const server = new Server();
let [now, most] = [0, 0];
let address = '';

beforeAll(async () => {
  const { runEpisode } = agent.AgentServiceService;
  server.addService(
    { runEpisode },
    {
      runEpisode: (call: Call, reply: sendUnaryData<agent.RunEpisodeResponse>) => {
        most = Math.max(most, ++now);
        setTimeout(() => {
          now -= 1;
          reply(null, agent.RunEpisodeResponse.fromPartial({ output: call.request.input }));
        }, 20);
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  address = `127.0.0.1:${port}`;
});
afterAll(() => server.forceShutdown());
beforeEach(() => void (most = 0));

it.each([
  ['keeps to what the agent says, over all of its trials and slices', 2, 2],
  ['keeps to its own bound where the agent says none', 0, 8],
])('%s', async (_, maxConcurrency, bound) => {
  const { database } = suite;
  const runtime = foreignRuntime();
  const taskSet = await registerEchoSet(database, 30);
  suite.started(workerLoopOf(database, memoryLease(), { runtime, settings: { episodeConcurrency: 8 } }));
  for (const trialId of ['a', 'b'])
    await schedule(database, echoTrial(taskSet, { trialId, runtime: address, maxConcurrency }));
  for (const trialId of ['a', 'b'])
    expect(await ended(database, trialId)).toMatchObject({ data: { report: { episodes: 30, errors: 0 } } });
  expect(most).toBe(bound);
  await runtime.close();
});
