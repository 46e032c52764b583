import { run } from './run.js';

/** A reader that has seen enough (`| head`) is no failure; a disk without room is. */
const onLostOutput = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(0);
  const what = error.code === 'ENOSPC' ? 'the disk is full' : error.message;
  process.stderr.write(`error: the output could not be written: ${what}\n`);
  process.exit(1);
};

/** Runs `ao` on this process: Ctrl-C once stops what it does, twice ends it at once. */
export const main = async (): Promise<void> => {
  const stop = new AbortController();
  const onSignal = (): void => (stop.signal.aborted ? process.exit(130) : stop.abort());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.stdout.on('error', onLostOutput);
  process.exitCode = await run(
    process.argv.slice(2),
    { out: process.stdout, err: process.stderr, env: process.env },
    stop.signal,
  );
};
