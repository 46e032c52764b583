import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { ServiceDescriptor } from '@ao/contracts';
import { serviceMigrations } from '@ao/postgres';
import type { GrpcServices } from '@ao/rpc';
import { publisherOf, type PublishingAggregate } from './aggregate.js';
import type { Background, Reaction, ServiceHost } from './define-service.js';
import { partToken } from './part.js';
import { peerClient } from './peers.js';
import { reaction } from './reaction.js';
import { serviceLog, type ServiceLog } from './service-log.js';
import type { ServiceRuntime } from './service-runtime.js';

/** What the wiring reads of a declaration. */
interface Declared {
  readonly descriptor: ServiceDescriptor;
  readonly aggregates: readonly PublishingAggregate[];
  readonly migrationsFrom?: string;
  readonly controllers: readonly Type[];
  readonly providers?: readonly Type[];
}

/** What a declaration's functions make of a runtime. */
interface Made {
  readonly parts: object;
  start(): Promise<void>;
  background(): readonly Background[];
  reactions(): readonly Reaction[];
  stop(): Promise<void>;
}

/** A service on a runtime: what an application is made of. */
export interface RunningService {
  readonly grpc: GrpcServices;
  readonly module: DynamicModule;
}

/** What the parts are made on. */
export interface ServiceBase {
  readonly schema: string;
  readonly log: ServiceLog;
  readonly client: ServiceHost<unknown>['client'];
}

interface Lifecycle {
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): void;
}

/** Nest's hooks of one service: it starts before the ports open, stops before they close, and closes its clients after. */
const moduleOf = (
  { descriptor, controllers, providers = [] }: Declared,
  parts: object,
  lifecycle: Lifecycle,
): DynamicModule => {
  class ServiceModule {
    onApplicationBootstrap(): Promise<void> {
      return lifecycle.start();
    }

    beforeApplicationShutdown(): Promise<void> {
      return lifecycle.stop();
    }

    onApplicationShutdown(): void {
      lifecycle.close();
    }
  }
  Object.defineProperty(ServiceModule, 'name', { value: descriptor.name });
  Module({})(ServiceModule);
  return {
    module: ServiceModule,
    controllers: [...controllers],
    providers: [
      ...providers,
      ...Object.entries(parts).map(([name, part]: [string, unknown]) => ({
        provide: partToken(name),
        useValue: part,
      })),
    ],
  };
};

const baseOf = (
  { descriptor, aggregates, migrationsFrom }: Declared,
  runtime: ServiceRuntime,
): ServiceBase & { closeClients(): void } => {
  const schema = runtime.schema ?? descriptor.schema;
  const clients: { close(): void }[] = [];
  const log = serviceLog({
    runtime,
    schema,
    ...(migrationsFrom === undefined ? {} : { migrations: serviceMigrations(migrationsFrom) }),
    ...(aggregates.length === 0 ? {} : { publisher: publisherOf(descriptor.name, aggregates) }),
  });
  return {
    schema,
    log,
    client: (constructor, options) => {
      const client = peerClient(runtime, constructor, options);
      clients.push(client);
      return client;
    },
    closeClients: () => clients.forEach((client) => client.close()),
  };
};

/** Starts in the order log, parts, reactions, and stops in the opposite one. */
export const runningService = (
  declared: Declared,
  runtime: ServiceRuntime,
  make: (base: ServiceBase) => Made,
): RunningService => {
  const base = baseOf(declared, runtime);
  const made = make(base);
  let running: readonly Background[] = [];
  const lifecycle: Lifecycle = {
    async start() {
      await base.log.start();
      await made.start();
      running = made.background();
      const reactions = await Promise.all(made.reactions().map((each) => reaction({ runtime, ...each })));
      running = [...running, ...reactions];
    },
    async stop() {
      await Promise.all(running.map((each) => each.close()));
      await made.stop();
      await base.log.stop();
    },
    close: base.closeClients,
  };
  return { grpc: declared.descriptor.grpc, module: moduleOf(declared, made.parts, lifecycle) };
};
