import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Where and how much a service logs. */
export interface LoggerOptions {
  /** Label of each line; absent where child loggers bring it. */
  readonly service?: string;
  readonly level?: string;
  /** A file instead of standard output. */
  readonly file?: string;
}

/** Structured JSON lines; secrets are never printed. Pass `corr_id` in the object of each call that has one. */
export const createLogger = ({ service, level = 'info', file }: LoggerOptions): Logger =>
  pino(
    {
      level,
      base: { ...(service === undefined ? {} : { service }), pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['token', '*.token', 'authorization', '*.authorization', 'password', '*.password'],
    },
    pino.destination({ dest: file ?? 1, sync: false, mkdir: true }),
  );
