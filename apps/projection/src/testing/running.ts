import { state } from '@ao/contracts';
import { localBus, type DeadLetters, type EventBus } from '@ao/event-bus';
import { connect, type Sql } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { freePort, peersAt, startApplication, type ServiceRuntime } from '@ao/service';
import { projection, type ProjectionSettings } from '../index.js';
import { Projection } from '../projection.js';

export const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  service: 'service-token-0123456789',
};

/** A projection as a process would run it, on the local bus. */
export interface Running {
  readonly sql: Sql;
  readonly bus: EventBus & DeadLetters;
  readonly runtime: ServiceRuntime;
  readonly admin: RpcClient<state.StateServiceClient>;
  readonly viewer: RpcClient<state.StateServiceClient>;
  stop(): Promise<void>;
}

/** What every service of a test runs on. */
export const runtimeOn = (url: string, address: string): ServiceRuntime & { bus: EventBus & DeadLetters } => {
  const sql = connect({ url, applicationName: 'projection' });
  const logger = createLogger({ service: 'projection', level: process.env['AO_LOG_LEVEL'] ?? 'silent' });
  const peers = peersAt(address);
  return {
    name: 'projection',
    sql,
    bus: localBus({ sql, logger, retry: { initialMs: 5, maxMs: 20, attempts: 3 } }),
    logger,
    peers,
    serviceToken: tokens.service,
    access: tokens,
  };
};

/** Starts it on a database. */
export const startProjection = async (url: string, settings: ProjectionSettings = {}): Promise<Running> => {
  const port = await freePort('127.0.0.1');
  const address = `127.0.0.1:${port}`;
  const runtime = runtimeOn(url, address);
  const application = await startApplication({
    runtime,
    services: [projection.on(runtime, settings)],
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: port,
  });
  const [admin, viewer] = [tokens.admin, tokens.viewer].map((token) =>
    rpcClient(state.StateServiceClient, address, { token }),
  ) as [Running['admin'], Running['viewer']];
  return {
    ...runtime,
    runtime,
    admin,
    viewer,
    async stop() {
      admin.close();
      viewer.close();
      await application.stop();
    },
  };
};

export { until as eventually } from '@ao/testing';

export { Projection };
