import { runService } from '@ao/service';
import { ProjectionModule, projectionServices } from './index.js';
import { projectionConfig, projectionSettings } from './projection.config.js';

void runService({
  name: 'projection',
  config: projectionConfig,
  services: projectionServices,
  module: (runtime, config) => ProjectionModule.register(runtime, projectionSettings(config)),
});
