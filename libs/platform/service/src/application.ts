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
import { SERVICE_RUNTIME, type ServiceRuntime } from './service-runtime.js';

/** What an application is made of: one service's module, or all of them in the standalone. */
export interface ApplicationOptions {
  readonly runtime: ServiceRuntime;
  readonly modules: readonly DynamicModule[];
  readonly services: GrpcServices;
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
  { services, host, grpcPort }: ApplicationOptions,
  health: HealthImplementation,
): Promise<void> => {
  if (Object.keys(services).length === 0) return;
  app.connectMicroservice(grpcOptions({ address: `${host}:${grpcPort}`, services, health }), {
    inheritAppConfig: true,
  });
  await app.startAllMicroservices();
};

/** Starts an application: the modules first (schemas, relays, subscriptions), then the ports, so that no request meets half a service. */
export const startApplication = async (options: ApplicationOptions): Promise<Application> => {
  const { runtime, host, httpPort, grpcPort, modules } = options;
  // Who serves gRPC lets its log be looked after too.
  const services = Object.keys(options.services).length === 0 ? {} : { ...options.services, ...everyService.grpc };
  collectProcessMetrics();
  const readiness = readinessOf(runtime);
  await runtime.bus.ensureTopics();
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: RuntimeModule, imports: [runtimeModule(runtime, readiness), ...modules] },
    new HttpAdapter({ logger: runtime.logger }),
    { logger: nestLogger(runtime.logger), abortOnError: false },
  );
  const health = grpcHealth(services);
  await app.init();
  await listenGrpc(app, { ...options, services }, health);
  await app.listen(httpPort, host);
  const unfollow = followReadiness(health, services, readiness);
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    http: `${host}:${port}`,
    grpc: Object.keys(services).length === 0 ? '' : `${host}:${grpcPort}`,
    async stop() {
      unfollow();
      await app.close();
      await runtime.bus.close();
      await runtime.sql.end({ timeout: 5 });
    },
  };
};
