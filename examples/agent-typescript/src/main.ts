import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type GrpcObject,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';
import { agentService } from './agent-service.ts';
import { profile } from './profile.ts';

const {
  AGENT_HOST: host = '127.0.0.1',
  AGENT_PORT: port = '0',
  AGENT_PROTO_DIR: protoDirectory = fileURLToPath(new URL('../../../proto', import.meta.url)),
} = process.env;

const definition = loadSync('agent/v1/agent.proto', {
  includeDirs: [protoDirectory],
  keepCase: true,
  longs: Number,
  defaults: true,
  oneofs: true,
});
const { AgentService } = (loadPackageDefinition(definition)['agent'] as GrpcObject)['v1'] as unknown as {
  AgentService: ServiceClientConstructor;
};

const server = new Server();
server.addService(AgentService.service, agentService);
server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
  if (error !== null) {
    console.error(`AGENT_HOST and AGENT_PORT: cannot listen on ${host}:${port}: ${error.message}`);
    process.exit(1);
  }
  console.log(JSON.stringify({ agent: profile.id, address: `${host}:${bound}` }));
});

/** Lets running episodes end, for this many milliseconds at most. */
const grace = 5000;
const stop = (): void => {
  server.tryShutdown(() => process.exit(0));
  setTimeout(() => server.forceShutdown(), grace).unref();
};
process.once('SIGTERM', stop).once('SIGINT', stop);
