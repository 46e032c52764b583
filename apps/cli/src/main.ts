import { run } from './run.js';

/** Runs `ao` on this process: Ctrl-C once stops what it does, twice ends it at once. */
export const main = async (): Promise<void> => {
  const stop = new AbortController();
  const onSignal = (): void => (stop.signal.aborted ? process.exit(130) : stop.abort());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await run(
    process.argv.slice(2),
    { out: process.stdout, err: process.stderr, env: process.env },
    stop.signal,
  );
};
