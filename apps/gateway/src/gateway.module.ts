import { join } from 'node:path';
import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { migrate, packageDirectory } from '@ao/event-store';
import type { ServiceRuntime } from '@ao/service';
import { ActionRunner } from './actions/action.runner.js';
import { ActionStore } from './actions/action.store.js';
import { ActionsController } from './actions/actions.controller.js';
import { EventsController } from './events/events.controller.js';
import { CLIENTS, closeClients, connectClients, type Clients } from './gateway.clients.js';
import { openApiController } from './openapi.controller.js';
import { StateController } from './state/state.controller.js';
import { TrainingController } from './training/training.controller.js';

const RUNTIME = Symbol('GATEWAY_RUNTIME');

// Actions come before state: /state/actions is theirs.
const controllers = [TrainingController, ActionsController, EventsController, StateController];

/** The HTTP edge: it decides nothing and owns no log; it keeps what it passed on as actions. */
@Module({})
export class GatewayModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(RUNTIME) private readonly runtime: ServiceRuntime,
    @Inject(CLIENTS) private readonly clients: Clients,
    @Inject(ActionRunner) private readonly runner: ActionRunner,
  ) {}

  static register(runtime: ServiceRuntime): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [...controllers, openApiController(controllers)],
      providers: [
        { provide: RUNTIME, useValue: runtime },
        { provide: CLIENTS, useFactory: () => connectClients(runtime) },
        { provide: ActionStore, useFactory: () => new ActionStore(runtime.sql) },
        { provide: ActionRunner, useFactory: (store: ActionStore, clients: Clients) => new ActionRunner(store, clients, runtime.logger), inject: [ActionStore, CLIENTS] },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await migrate({ sql: this.runtime.sql, schema: 'gateway', directory: join(packageDirectory(__dirname), 'migrations') });
    this.runner.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
    closeClients(this.clients);
  }
}
