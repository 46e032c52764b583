import type { DynamicModule } from '@nestjs/common';
import type { z } from 'zod';
import { ConfigError, loadConfig } from '@ao/config';
import type { GrpcServices } from '@ao/rpc';
import { startApplication } from './application.js';
import { freePort } from './free-port.js';
import { processRuntime } from './process-runtime.js';
import { stopOnSignal } from './signals.js';
import { withCurrentNames, type ServiceConfig, type serviceConfig } from './service-config.js';
import type { ServiceRuntime } from './service-runtime.js';

/** A service that runs as a process of its own. */
export interface RunServiceOptions<Schema extends z.ZodObject> {
  readonly name: string;
  /** `serviceConfig`, or what extends it. */
  readonly config: Schema;
  readonly services: GrpcServices;
  readonly module: (runtime: ServiceRuntime, config: z.output<Schema>) => DynamicModule;
}

/** Reads the configuration, starts the service, stops it on SIGTERM and SIGINT. Exits with 1 when it cannot start. */
export const runService = async <Schema extends typeof serviceConfig>({
  name,
  config: schema,
  services,
  module,
}: RunServiceOptions<Schema>): Promise<void> => {
  try {
    const config = loadConfig(schema, withCurrentNames(process.env));
    const base = config as unknown as ServiceConfig;
    const runtime = processRuntime(name, base);
    const application = await startApplication({
      runtime,
      modules: [module(runtime, config)],
      services,
      host: base.AO_HOST,
      httpPort: base.AO_HTTP_PORT,
      grpcPort: base.AO_GRPC_PORT || (await freePort(base.AO_HOST)),
    });
    runtime.logger.info({ http: application.http, grpc: application.grpc }, 'started');
    stopOnSignal(runtime.logger, application.stop);
  } catch (error) {
    process.stderr.write(
      `${name} could not start: ${error instanceof ConfigError ? error.message : (error as Error).stack}\n`,
    );
    process.exit(1);
  }
};
