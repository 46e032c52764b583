import { gatewayService } from '@ao/contracts';
import { OpenStreams } from '@ao/http';
import { defineService } from '@ao/service';
import { ActionRunner } from './actions/action-runner.js';
import { actionStore } from './actions/action-store.js';
import { Cors } from './cors/cors.js';
import { edgeEnvironment, gatewaySettings } from './gateway.settings.js';
import { OpenApiController, publicControllers } from './openapi/openapi.controller.js';
import { peersOf } from './peers/peers.js';

/** The HTTP edge: it checks, authenticates and passes on, and decides nothing. */
export const gateway = defineService({
  descriptor: gatewayService,
  environment: edgeEnvironment,
  settings: gatewaySettings,
  aggregates: [],
  migrationsFrom: __dirname,
  parts: (host) => {
    const { maxStreams = 256, giveUpMs, keepActionsMs: keepMs, corsOrigins = [] } = host.settings;
    const { sql, logger } = host.runtime;
    const peers = peersOf(host);
    const actions = actionStore(sql, host.schema);
    const actionRunner = new ActionRunner({ store: actions, peers, logger, giveUpMs, keepMs });
    return { peers, actions, actionRunner, openStreams: new OpenStreams(maxStreams), corsOrigins };
  },
  controllers: [...publicControllers, OpenApiController],
  providers: [Cors],
  start: async ({ actionRunner }) => actionRunner.start(),
  // Streams would otherwise keep the server open; actions under way finish.
  stop: async ({ openStreams, actionRunner }) => {
    openStreams.endAll();
    await actionRunner.stop();
  },
});
