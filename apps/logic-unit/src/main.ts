import { runService, serviceConfig } from '@ao/service';
import { LogicUnitModule, logicUnitServices } from './logic-unit.module.js';

void runService({
  name: 'logic-unit',
  config: serviceConfig,
  services: logicUnitServices,
  module: (runtime) => LogicUnitModule.register(runtime),
});
