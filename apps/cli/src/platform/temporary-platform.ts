import { chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Connection } from '../connection/settings.js';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { ended, spawnStandalone, stopChild } from './standalone.js';

/** A platform of its own on free ports, with an empty data directory. */
export interface TemporaryPlatform {
  readonly connection: Connection;
  readonly dataDir: string;
  /** Aborted when the platform ends by itself. */
  readonly gone: AbortSignal;
  /** The last lines that the platform logged. */
  logTail(): Promise<readonly string[]>;
  /** Stops it; without `keep` its data goes too. */
  stop(keep: boolean): Promise<void>;
}

interface Ready {
  readonly event: string;
  readonly http: string;
  readonly grpc: string;
  readonly token_file: string;
}

const startWithinMs = 60_000;
const stopWithinMs = 10_000;
const tailLines = 15;

const tailOf = async (files: readonly string[]): Promise<readonly string[]> => {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .slice(-tailLines),
  );
};

const readLine = async (child: ChildProcess, signal: AbortSignal): Promise<Ready | undefined> => {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout, signal })) {
    if (!line.startsWith('{')) continue;
    const said = JSON.parse(line) as Ready;
    if (said.event === 'ready') return said;
  }
  return undefined;
};

const connectionOf = async ({ http, grpc, token_file }: Ready): Promise<Connection> => ({
  url: `http://${http}`,
  grpcAddress: grpc,
  tokenFile: token_file,
  token: (await readFile(token_file, 'utf8')).trim(),
});

const spawnIn = async (dataDir: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> => {
  const errors = await open(join(dataDir, 'stderr.log'), 'w');
  try {
    const own = {
      AO_HTTP_PORT: '0',
      AO_GRPC_PORT: '0',
      AO_DATA_DIR: dataDir,
      AO_LOG_LEVEL: 'warn',
      AO_OUTPUT: 'json',
      AO_ADMIN_TOKEN: '',
    };
    return spawnStandalone({ ...env, ...own }, ['ignore', 'pipe', errors.fd]);
  } finally {
    await errors.close();
  }
};

const notStarted = (tail: readonly string[], dataDir: string): Failure =>
  new Failure(exitCodes.unreachable, { title: 'the platform did not start' }, [
    ...tail,
    `its data and logs stay in ${dataDir}`,
  ]);

/** Starts one. Throws Failure with the end of its log when it does not get ready; aborting `signal` gives up. */
export const startTemporaryPlatform = async (
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<TemporaryPlatform> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ao-demo-'));
  // The embedded Postgres may run as another account, which must be able to enter; what is secret inside has modes of its own.
  await chmod(dataDir, 0o711);
  const logTail = () => tailOf([join(dataDir, 'platform.log'), join(dataDir, 'stderr.log')]);
  const child = await spawnIn(dataDir, env);
  const stop = async (keep: boolean): Promise<void> => {
    await stopChild(child, stopWithinMs);
    if (!keep) await rm(dataDir, { recursive: true, force: true });
  };
  const gone = new AbortController();
  void ended(child).then(() => gone.abort());
  try {
    const ready = await readLine(child, AbortSignal.any([signal, AbortSignal.timeout(startWithinMs)]));
    signal.throwIfAborted();
    if (ready === undefined) throw notStarted(await logTail(), dataDir);
    return { connection: await connectionOf(ready), dataDir, gone: gone.signal, logTail, stop };
  } catch (error) {
    await stop(!signal.aborted);
    throw error;
  }
};
