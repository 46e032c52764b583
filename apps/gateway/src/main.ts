import { runService } from '@ao/service';
import { gatewayConfig, GatewayModule, gatewayServices, gatewaySettings } from './index.js';

void runService({
  name: 'gateway',
  config: gatewayConfig,
  services: gatewayServices,
  module: (runtime, config) => GatewayModule.register(runtime, gatewaySettings(config)),
});
