export { ConfigError, loadConfig } from './load-config.js';
export { address, addresses, flag, integer, logLevel, origins, port, postgresUrl, secret } from './fields.js';
