import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { evaluation, orchestrator, state } from '@ao/contracts';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { scratchFolder } from '../platform/scratch-folder.js';

/** The one-process platform as a process of its own, so that what is measured is its ports and not this process. */
export interface ChildPlatform {
  /** "host:port". */
  readonly http: string;
  readonly token: string;
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly training: RpcClient<orchestrator.TrainingServiceClient>;
  readonly state: RpcClient<state.StateServiceClient>;
  stop(): Promise<void>;
}

interface Ready {
  readonly http: string;
  readonly grpc: string;
  readonly token_file: string;
}

const main = (): string => join(dirname(require.resolve('@ao/standalone/package.json')), 'dist', 'main.js');

/** Starts it in a folder that goes with this process. */
export const startChildPlatform = async (): Promise<ChildPlatform> => {
  const child = spawn(process.execPath, [main()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AO_HTTP_PORT: '0', AO_GRPC_PORT: '0', AO_DATA_DIR: scratchFolder(), AO_OUTPUT: 'json' },
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { http, grpc, token_file } = JSON.parse(line) as Ready;
  const token = readFileSync(token_file, 'utf8').trim();
  const clients = {
    taskSets: rpcClient(evaluation.TaskSetServiceClient, grpc, { token }),
    training: rpcClient(orchestrator.TrainingServiceClient, grpc, { token }),
    state: rpcClient(state.StateServiceClient, grpc, { token }),
  };
  return {
    http,
    token,
    ...clients,
    stop: async () => {
      Object.values(clients).forEach((client) => client.close());
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};
