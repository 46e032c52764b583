import { z } from 'zod';
import type { Type } from '@nestjs/common';
import type { DecodedFact, ServiceDescriptor } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import {
  commandHandler,
  type CommandHandler,
  type CommandHandlerOptions,
  type PostgresEventStore,
} from '@ao/event-store';
import type { DomainEvent } from '@ao/kernel';
import type { ClientConstructor, RpcClient, RpcService } from '@ao/rpc';
import type { PeerOptions } from './peers.js';
import type { Aggregate, PublishingAggregate } from './aggregate.js';
import { runningService, type RunningService, type ServiceBase } from './running-service.js';
import type { ServiceRuntime } from './service-runtime.js';

/** A subscription of the service: facts -> calls -> commands. */
export interface Reaction {
  /** Consumer group; members share the work. Never renamed: its offsets are kept under it. */
  readonly group: string;
  readonly topics: readonly string[];
  /** It may get a fact again: its commands must yield nothing the second time. */
  readonly handle: (fact: DecodedFact, delivered: DeliveredFact) => Promise<void>;
}

/** Something that runs until it is closed. */
export interface Background {
  close(): Promise<void>;
}

/** What a service's parts are made from. */
export interface ServiceHost<Settings> {
  readonly runtime: ServiceRuntime;
  readonly settings: Settings;
  /** The service's schema in Postgres. */
  readonly schema: string;
  /** The service's log. */
  readonly store: PostgresEventStore;
  /** The commands of an aggregate: load, decide, append. */
  commands<Command, Event extends DomainEvent, State>(
    aggregate: Aggregate<Command, Event, State>,
    options?: CommandHandlerOptions,
  ): CommandHandler<Command, Event, State>;
  /** A client of a peer; closed when the service has stopped. */
  client<C extends RpcService>(
    constructor: ClientConstructor<C> & { readonly serviceName: string },
    options?: PeerOptions,
  ): RpcClient<C>;
}

/** One service: everything that its Nest module and its lifecycle follow from. */
export interface ServiceDeclaration<Environment extends z.ZodRawShape, Settings, Parts extends object> {
  readonly descriptor: ServiceDescriptor;
  /** What it reads from the environment besides what every service does. */
  readonly environment: Environment;
  readonly settings: (config: z.output<z.ZodObject<Environment>>) => Settings;
  readonly aggregates: readonly PublishingAggregate[];
  /** `__dirname` of a service that has SQL files of its own, in its package's folder `migrations`. */
  readonly migrationsFrom?: string;
  /** What controllers (`@Part('name')`), reactions and the lifecycle work with. Made before anything runs: it may not call out. */
  readonly parts: (host: ServiceHost<Settings>) => Parts;
  readonly controllers: readonly Type[];
  /** What else Nest is to make, such as a hook into its HTTP server. */
  readonly providers?: readonly Type[];
  readonly reactions?: (parts: Parts, host: ServiceHost<Settings>) => readonly Reaction[];
  /** Runs once the schema is up to date and the log is published, before the reactions and the ports. */
  readonly start?: (parts: Parts, host: ServiceHost<Settings>) => Promise<void>;
  /** What runs beside the reactions, started after `start`; closed when they are. */
  readonly background?: (parts: Parts, host: ServiceHost<Settings>) => readonly Background[];
  /** Runs once no more facts come in, before the log and the ports close. */
  readonly stop?: (parts: Parts) => Promise<void> | void;
}

/** A service that can be put on a runtime. */
export interface Service<Environment extends z.ZodRawShape = z.ZodRawShape, Settings = unknown> {
  readonly descriptor: ServiceDescriptor;
  readonly environment: Environment;
  /** The settings that a parsed environment gives; it may hold more than the service's own variables. Throws what `settings` throws. */
  configure(config: Readonly<Record<string, unknown>>): Settings;
  /** The service on a runtime, to be given to `startApplication`; nothing runs yet. Without settings: those of an empty environment. */
  on(runtime: ServiceRuntime, settings?: Settings): RunningService;
}

const named = (runtime: ServiceRuntime, name: string): ServiceRuntime =>
  runtime.name === name ? runtime : { ...runtime, name, logger: runtime.logger.child({ service: name }) };

const hostOf = <Settings>(
  { schema, log: { store }, client }: ServiceBase,
  runtime: ServiceRuntime,
  settings: Settings,
): ServiceHost<Settings> => ({
  runtime,
  settings,
  schema,
  store,
  commands: ({ category, decider }, options) => commandHandler(store, category, decider, options),
  client,
});

/** Declares a service. All that differs between services is in the declaration; their wiring is the same. */
export const defineService = <Environment extends z.ZodRawShape, Settings, Parts extends object>(
  declaration: ServiceDeclaration<Environment, Settings, Parts>,
): Service<Environment, Settings> => {
  const { descriptor, environment, settings: settingsOf } = declaration;
  return {
    descriptor,
    environment,
    configure: (config) => settingsOf(config as z.output<z.ZodObject<Environment>>),
    on(shared, settings = settingsOf(z.object(environment).parse({}))) {
      const runtime = named(shared, descriptor.name);
      return runningService(declaration, runtime, (base) => {
        const host = hostOf(base, runtime, settings);
        const parts = declaration.parts(host);
        return {
          parts,
          start: async () => declaration.start?.(parts, host),
          background: () => declaration.background?.(parts, host) ?? [],
          reactions: () => declaration.reactions?.(parts, host) ?? [],
          stop: async () => declaration.stop?.(parts),
        };
      });
    },
  };
};
