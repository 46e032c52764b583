export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { nestLogger } from './nest-logger.js';
export { collectProcessMetrics, counter, gauge, histogram, metrics } from './metrics.js';
