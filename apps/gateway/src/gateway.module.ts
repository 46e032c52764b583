import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { migrate, serviceMigrations } from '@ao/postgres';
import { OpenStreams } from '@ao/http';
import type { ServiceRuntime } from '@ao/service';
import { ActionRunner } from './actions/action-runner.js';
import { actionStore } from './actions/action-store.js';
import { ACTION_STORE } from './actions/actions.controller.js';
import { Cors, CORS_ORIGINS } from './cors/cors.js';
import { OPEN_STREAMS } from './events/events.controller.js';
import { OpenApiController, publicControllers } from './openapi/openapi.controller.js';
import { PEERS, peersOf, type Peers } from './peers/peers.js';

/** What of a gateway can be set. */
export interface GatewaySettings {
  /** Most open event streams. */
  readonly maxStreams?: number;
  /** Milliseconds after which an action whose peer stays away has failed. */
  readonly giveUpMs?: number;
  /** Milliseconds for which settled actions are kept. */
  readonly keepActionsMs?: number;
  /** Origins whose pages may read the answers. */
  readonly corsOrigins?: readonly string[];
}

const schema = 'gateway';
const START = Symbol('GATEWAY_START');

/** The HTTP edge: it checks, authenticates and passes on, and decides nothing. */
@Module({})
export class GatewayModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(START) private readonly start: () => Promise<void>,
    @Inject(ActionRunner) private readonly runner: ActionRunner,
    @Inject(OPEN_STREAMS) private readonly streams: OpenStreams,
    @Inject(PEERS) private readonly peers: Peers,
  ) {}

  static register(runtime: ServiceRuntime, settings: GatewaySettings = {}): DynamicModule {
    const { maxStreams = 256, giveUpMs, keepActionsMs: keepMs, corsOrigins = [] } = settings;
    const { sql, logger } = runtime;
    const peers = peersOf(runtime);
    const store = actionStore(sql, schema);
    const runner = new ActionRunner({ store, peers, logger, giveUpMs, keepMs });
    const start = async (): Promise<void> => {
      await migrate({ sql, schema, origins: [serviceMigrations(__dirname)] });
      runner.start();
    };
    return {
      module: GatewayModule,
      controllers: [...publicControllers, OpenApiController],
      providers: [
        { provide: PEERS, useValue: peers },
        { provide: ACTION_STORE, useValue: store },
        { provide: ActionRunner, useValue: runner },
        { provide: OPEN_STREAMS, useValue: new OpenStreams(maxStreams) },
        { provide: CORS_ORIGINS, useValue: corsOrigins },
        Cors,
        { provide: START, useValue: start },
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.start();
  }

  /** Ends the streams, which would otherwise keep the server open, and lets the actions under way finish. */
  async beforeApplicationShutdown(): Promise<void> {
    this.streams.endAll();
    await this.runner.stop();
  }

  onApplicationShutdown(): void {
    this.peers.close();
  }
}
