import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

const text = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));

/** Nest's own messages through the service's log; its start-up chatter is debug. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug(text(message)),
  error: (message: unknown, ...more: unknown[]) => logger.error({ more }, text(message)),
  warn: (message: unknown) => logger.warn(text(message)),
  debug: (message: unknown) => logger.debug(text(message)),
  verbose: (message: unknown) => logger.trace(text(message)),
});
