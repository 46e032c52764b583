import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** A log that cannot be written (the disk is full) must not end the process; once a minute it says so on stderr. */
const tellOfLostLines = (error: Error): void => {
  const now = Date.now();
  if (now - toldAt < 60_000) return;
  toldAt = now;
  process.stderr.write(`the log cannot be written: ${error.message}\n`);
};
let toldAt = 0;

/** Open before the first line: a process that ends while its log is being opened would end in an error of the log. */
const opened = (file: string): number => {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
};

/** Structured JSON lines; secrets are never printed. Pass `corr_id` in the object of each call that has one. */
export const createLogger = ({ service, level = 'info', file }: LoggerOptions): Logger => {
  const destination = pino.destination({ dest: file === undefined ? 1 : opened(file), sync: false });
  destination.on('error', tellOfLostLines);
  return pino(
    {
      level,
      base: { ...(service === undefined ? {} : { service }), pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['token', '*.token', 'authorization', '*.authorization', 'password', '*.password'],
    },
    destination,
  );
};
