import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthImplementation } from 'grpc-health-check';
import { everyService } from '@ao/contracts';
import { pingPostgres } from '@ao/postgres';
import { HealthController, HTTP_EDGE, HttpAdapter, READINESS, type Readiness } from '@ao/http';
import { collectProcessMetrics, nestLogger } from '@ao/observability';
import { grpcHealth, grpcOptions, RPC_EDGE, type GrpcServices } from '@ao/rpc';
import { LogController } from './log.controller.js';
import { parkedDetail } from './log-registry.js';
import type { RunningService } from './running-service.js';
import { SERVICE_RUNTIME, type ServiceRuntime } from './service-runtime.js';

/** What an application is made of: one service, or all of them in the standalone. */
export interface ApplicationOptions {
  readonly runtime: ServiceRuntime;
  readonly services: readonly RunningService[];
  readonly host: string;
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** A running application. */
export interface Application {
  /** "host:port". */
  readonly http: string;
  /** "host:port"; empty where it serves no gRPC. */
  readonly grpc: string;
  /** Stops intake, finishes or hands back what runs, flushes, closes. */
  stop(): Promise<void>;
}

@Module({})
class RuntimeModule {}

const readinessOf = ({ sql, bus }: ServiceRuntime): Readiness => ({
  postgres: () => pingPostgres(sql),
  bus: () => bus.ping(),
  facts: () => parkedDetail(bus),
});

/** What every module of the application may inject. */
const runtimeModule = (runtime: ServiceRuntime, readiness: Readiness): DynamicModule => {
  const edge = { access: runtime.access, logger: runtime.logger };
  const values = [
    { provide: SERVICE_RUNTIME, useValue: runtime },
    { provide: RPC_EDGE, useValue: edge },
    { provide: HTTP_EDGE, useValue: edge },
    { provide: READINESS, useValue: readiness },
  ];
  return {
    module: RuntimeModule,
    global: true,
    providers: values,
    exports: values.map(({ provide }) => provide),
    controllers: [HealthController, LogController],
  };
};

/** gRPC health follows readiness, so that a load balancer sees what /readyz says. */
const followReadiness = (health: HealthImplementation, services: GrpcServices, readiness: Readiness): (() => void) => {
  const look = async (): Promise<void> => {
    const checks = await Promise.allSettled(Object.values(readiness).map((check) => check()));
    const status = checks.every((check) => check.status === 'fulfilled') ? 'SERVING' : 'NOT_SERVING';
    ['', ...Object.keys(services)].forEach((name) => health.setStatus(name, status));
  };
  void look();
  const timer = setInterval(() => void look(), 2_000);
  return () => {
    clearInterval(timer);
    ['', ...Object.keys(services)].forEach((name) => health.setStatus(name, 'NOT_SERVING'));
  };
};

const listenGrpc = async (
  app: NestFastifyApplication,
  services: GrpcServices,
  { address, health }: { readonly address: string; readonly health: HealthImplementation },
): Promise<void> => {
  app.connectMicroservice(grpcOptions({ address, services, health }), {
    inheritAppConfig: true,
  });
  await app.startAllMicroservices();
};

/** Starts an application: the modules first (schemas, relays, subscriptions), then the ports, so that no request meets half a service. */
export const startApplication = async (options: ApplicationOptions): Promise<Application> => {
  const { runtime, services, host, httpPort, grpcPort } = options;
  const own: GrpcServices = Object.assign({}, ...services.map((service) => service.grpc));
  // Who serves gRPC lets its log be looked after too.
  const grpc = Object.keys(own).length === 0 ? {} : { ...own, ...everyService.grpc };
  const address = Object.keys(grpc).length === 0 ? '' : `${host}:${grpcPort}`;
  collectProcessMetrics();
  const readiness = readinessOf(runtime);
  await runtime.bus.ensureTopics();
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: RuntimeModule, imports: [runtimeModule(runtime, readiness), ...services.map(({ module }) => module)] },
    new HttpAdapter({ logger: runtime.logger }),
    { logger: nestLogger(runtime.logger), abortOnError: false },
  );
  const health = grpcHealth(grpc);
  await app.init();
  if (address !== '') await listenGrpc(app, grpc, { address, health });
  await app.listen(httpPort, host);
  const unfollow = followReadiness(health, grpc, readiness);
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    http: `${host}:${port}`,
    grpc: address,
    async stop() {
      unfollow();
      await app.close();
      await runtime.bus.close();
      await runtime.sql.end({ timeout: 5 });
    },
  };
};
