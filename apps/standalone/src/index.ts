export { startPlatform, type Platform } from './platform.js';
export { allServices } from './services.js';
export { standaloneConfig, type StandaloneConfig } from './standalone.settings.js';
