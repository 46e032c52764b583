export { gateway } from './gateway.service.js';
export { type GatewaySettings } from './gateway.settings.js';
