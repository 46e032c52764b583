import { projectionService } from '@ao/contracts';
import { defineService } from '@ao/service';
import { Projection } from './projection.js';
import { feedEnvironment, projectionSettings } from './projection.settings.js';
import { StateController } from './state/state.controller.js';

/** Builds every /state view from the facts, and serves them. */
export const projection = defineService({
  descriptor: projectionService,
  environment: feedEnvironment,
  settings: projectionSettings,
  aggregates: [],
  migrationsFrom: __dirname,
  parts: ({ runtime, schema, settings }) => ({ projection: new Projection(runtime, schema, settings) }),
  controllers: [StateController],
  start: (parts) => parts.projection.start(),
  stop: (parts) => parts.projection.stop(),
});
