export { startPlatform, type Platform } from './platform.js';
export { standaloneConfig, type StandaloneConfig } from './standalone.config.js';
