import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import { agent } from '@ao/contracts';
import { describeAgent } from './describe-agent.js';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.forceShutdown()));

/** A gRPC server with what it serves; its address. */
const serving = async (describe?: (answer: sendUnaryData<unknown>) => void): Promise<string> => {
  const server = new Server();
  servers.push(server);
  if (describe)
    server.addService(agent.AgentServiceService, {
      describe: (_call: unknown, answer: sendUnaryData<unknown>) => describe(answer),
      run: () => undefined,
      fit: () => undefined,
    });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return `127.0.0.1:${port}`;
};

const refusalOf = (address: string): Promise<unknown> =>
  describeAgent(address).then(
    () => 'registered',
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );
const told = (text: string): unknown => ({
  code: 'failed_precondition',
  message: expect.stringContaining(text) as unknown,
});

it('says of an HTTP server that it does not speak gRPC', async () => {
  const http = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  const address = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  expect(await refusalOf(address)).toEqual(told(`what answers at ${address} does not speak gRPC`));
  http.closeAllConnections();
  http.close();
});

it('says of a gRPC server without the service that it is no agent', async () => {
  const address = await serving();
  expect(await refusalOf(address)).toEqual(
    told(`the server at ${address} answers gRPC but is no agent: it has no agent.v1.AgentService`),
  );
});

it("tells an agent's own exception in its own words", async () => {
  const address = await serving((answer) => answer(new Error('the model file weights.bin is missing')));
  expect(await refusalOf(address)).toEqual(
    told(`the agent at ${address} failed in Describe, UNKNOWN: the model file weights.bin is missing`),
  );
});

it('says of an address where nobody listens that the agent is to be started', async () => {
  expect(await refusalOf('127.0.0.1:1')).toEqual(told('no agent answers at 127.0.0.1:1'));
});
