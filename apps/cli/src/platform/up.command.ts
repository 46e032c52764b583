import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import type { AddCommand } from '../subcommand.js';
import { ended, spawnStandalone, stopChild } from './standalone.js';

const patienceMs = 30_000;

/** `ao up`. */
export const upCommand: AddCommand = (program, open) => {
  program
    .command('up')
    .description(
      'run the whole platform in the foreground until Ctrl-C; AO_HTTP_PORT, AO_GRPC_PORT and AO_DATA_DIR say where',
    )
    .option('--json', 'print the addresses as one JSON line')
    .action(async ({ json }: { json?: boolean }) => {
      const { signal, terminal } = open({ json });
      const child = spawnStandalone({ ...terminal.env, ...(json === true ? { AO_OUTPUT: 'json' } : {}) }, 'inherit');
      let stopped: Promise<number> | undefined;
      signal.addEventListener('abort', () => void (stopped = stopChild(child, patienceMs)), { once: true });
      const code = await ended(child);
      await stopped;
      if (code !== 0) throw new Failure(exitCodes.failed, { title: `the platform ended with code ${code}` });
    });
};
