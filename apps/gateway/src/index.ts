import type { GrpcServices } from '@ao/rpc';

export { edgeConfig, gatewayConfig, gatewaySettings } from './gateway.config.js';
export { GatewayModule, type GatewaySettings } from './gateway.module.js';

/** The gateway serves HTTP alone. */
export const gatewayServices: GrpcServices = {};
