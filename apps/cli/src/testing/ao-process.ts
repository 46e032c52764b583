import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import type { Ran } from './run-cli.js';

const bin = join(__dirname, '../../bin/ao.js');

const start = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs the built `ao` as a process, without a terminal. */
export const ao = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> => {
  const child = start(args, env);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, out, err };
};

/** `ao up`, ready. */
export interface Up {
  /** Where it listens, as it said. */
  readonly ready: { readonly http: string; readonly grpc: string; readonly token_file: string };
  /** Sends SIGTERM and answers the exit code. */
  stop(): Promise<number>;
}

/** Starts `ao up --json` and waits until it is ready. */
export const aoUp = async (env: NodeJS.ProcessEnv): Promise<Up> => {
  const child = start(['up', '--json'], env);
  const errors = text(child.stderr as NodeJS.ReadableStream);
  const exited = once(child, 'exit') as Promise<[number]>;
  const line = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line') as Promise<[string]>;
  const early = exited.then(async ([code]) => Promise.reject(new Error(`ao up ended with ${code}: ${await errors}`)));
  const [first] = await Promise.race([line, early]);
  early.catch(() => undefined);
  return {
    ready: JSON.parse(first) as Up['ready'],
    stop: async () => {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
};
