import { readFileSync, rmSync } from 'node:fs';
import { loadConfig } from '@ao/config';
import { evaluation, orchestrator, state } from '@ao/contracts';
import { connect, type Sql } from '@ao/postgres';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { standaloneConfig, startPlatform } from '@ao/standalone';
import { scratchFolder } from './scratch-folder.js';

/** The whole platform in this process, as a benchmark sees it: its gRPC port as an administrator, and its database for counting. */
export interface OneProcess {
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly training: RpcClient<orchestrator.TrainingServiceClient>;
  readonly state: RpcClient<state.StateServiceClient>;
  readonly sql: Sql;
  stop(): Promise<void>;
}

const clientsOf = (address: string, token: string) => ({
  taskSets: rpcClient(evaluation.TaskSetServiceClient, address, { token }),
  training: rpcClient(orchestrator.TrainingServiceClient, address, { token }),
  state: rpcClient(state.StateServiceClient, address, { token }),
});

/** Starts the standalone as it is shipped, on a durable embedded Postgres. `settings` are put among the environment variables, where its parts read them. */
export const startOneProcess = async (settings: Readonly<Record<string, string>> = {}): Promise<OneProcess> => {
  const dataDir = scratchFolder();
  Object.assign(process.env, settings, { AO_TEST_AGENTS: '1' });
  const platform = await startPlatform(
    loadConfig(standaloneConfig, { ...process.env, AO_HTTP_PORT: '0', AO_GRPC_PORT: '0', AO_DATA_DIR: dataDir }),
  );
  const clients = clientsOf(platform.grpc, readFileSync(platform.adminTokenFile, 'utf8').trim());
  const sql = connect({ url: platform.database, max: 2, applicationName: 'bench' });
  return {
    ...clients,
    sql,
    stop: async () => {
      Object.values(clients).forEach((client) => client.close());
      await sql.end({ timeout: 5 });
      await platform.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
