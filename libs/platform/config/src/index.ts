export { issueWords, kindsWords, speakOwnWords } from './issue-words.js';
export { ConfigError, loadConfig } from './load-config.js';
export { address, addresses, flag, integer, logLevel, origins, port, postgresUrl, secret } from './fields.js';
