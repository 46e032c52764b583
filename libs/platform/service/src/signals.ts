import type { Logger } from '@ao/observability';

const patienceMs = 25_000;

/** On the first SIGTERM or SIGINT stops cleanly and exits with 0; a stop that takes too long, or a second signal, exits with 1. */
export const stopOnSignal = (logger: Logger, stop: () => Promise<void>): void => {
  let stopping = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ patienceMs }, 'the stop took too long');
      process.exit(1);
    }, patienceMs).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'the stop failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', (signal) => void end(signal));
  process.on('SIGINT', (signal) => void end(signal));
};
