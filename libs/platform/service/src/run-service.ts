import { z } from 'zod';
import { loadConfig } from '@ao/config';
import { startApplication } from './application.js';
import type { Service } from './define-service.js';
import { freePort } from './free-port.js';
import { processRuntime } from './process-runtime.js';
import { stopOnSignal } from './signals.js';
import { requireFreePort, startProblem } from './start-problem.js';
import { serviceConfig, withCurrentNames, type ServiceConfig } from './service-config.js';

/** Everything that a service's own process reads from its environment. */
export const environmentOf = (service: Pick<Service, 'environment'>): z.ZodObject =>
  z.object({ ...serviceConfig.shape, ...service.environment });

const start = async (service: Service): Promise<void> => {
  const config = loadConfig(environmentOf(service), withCurrentNames(process.env));
  const base = config as ServiceConfig;
  await requireFreePort(base.AO_HOST, base.AO_HTTP_PORT, 'AO_HTTP_PORT');
  if (Object.keys(service.descriptor.grpc).length > 0)
    await requireFreePort(base.AO_HOST, base.AO_GRPC_PORT, 'AO_GRPC_PORT');
  const runtime = processRuntime(service.descriptor.name, base);
  const application = await startApplication({
    runtime,
    services: [service.on(runtime, service.configure(config))],
    host: base.AO_HOST,
    httpPort: base.AO_HTTP_PORT,
    grpcPort: base.AO_GRPC_PORT || (await freePort(base.AO_HOST)),
  });
  runtime.logger.info({ http: application.http, grpc: application.grpc }, 'started');
  stopOnSignal(runtime.logger, application.stop);
};

/** Runs a service as a process of its own: reads the configuration, starts it, stops it on SIGTERM and SIGINT. Exits with 1 when it cannot start. */
export const runService = async <Environment extends z.ZodRawShape, Settings>(
  service: Service<Environment, Settings>,
): Promise<void> => {
  try {
    await start(service);
  } catch (error) {
    process.stderr.write(`${service.descriptor.name} could not start: ${startProblem(error)}\n`);
    process.exit(1);
  }
};
