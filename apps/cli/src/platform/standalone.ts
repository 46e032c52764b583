import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';

/** Found by name and run as another process, never imported: the command line knows no service. */
const manifest = '@ao/standalone/package.json';

const program = (): string => {
  const main = join(dirname(require.resolve(manifest)), 'dist', 'main.js');
  if (!existsSync(main))
    throw new Failure(exitCodes.failed, { title: 'the platform is not built' }, ['build it with: npm run build']);
  return main;
};

/** Starts the platform as a child. It leads a process group of its own, so that Ctrl-C reaches it once, through the caller. */
export const spawnStandalone = (env: NodeJS.ProcessEnv, stdio: StdioOptions): ChildProcess =>
  spawn(process.execPath, [program()], { env, stdio, detached: true });

/** The exit code of a child once it ended; 1 for one that a signal ended. */
export const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode ?? 1);
    else child.once('error', () => resolve(1)).once('exit', (code) => resolve(code ?? 1));
  });

/** Asks a child to stop, and ends it when it does not within `patienceMs`. */
export const stopChild = async (child: ChildProcess, patienceMs: number): Promise<number> => {
  const end = ended(child);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  try {
    return await end;
  } finally {
    clearTimeout(impatient);
  }
};
