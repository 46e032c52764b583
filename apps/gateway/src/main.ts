import { runService, serviceConfig } from '@ao/service';
import { GatewayModule } from './index.js';

void runService({ name: 'gateway', config: serviceConfig, services: {}, module: (runtime) => GatewayModule.register(runtime) });
