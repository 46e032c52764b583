import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One service process that can be killed and started again at the same ports. */
export interface ServiceProcess {
  readonly name: string;
  readonly http: string;
  readonly grpc: string;
  /** Starts it and waits until it is ready. */
  start(): Promise<void>;
  /** SIGTERM, and waits for its end. Answers the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits for its end. */
  kill(): Promise<void>;
}

/** What a process is started with. */
export interface ServiceProcessOptions {
  readonly name: string;
  /** Its package under apps/. */
  readonly service: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logDir: string;
}

/** It ends what hangs: a service that starts is waited for. */
const patienceMs = 10 * 60_000;
const tellEveryMs = 15_000;
const host = '127.0.0.1';

const isReady = async (http: string): Promise<boolean> => {
  try {
    return (await fetch(`http://${http}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const untilReady = async (http: string, child: ChildProcess, name: string): Promise<void> => {
  const end = Date.now() + patienceMs;
  let tell = Date.now() + tellEveryMs;
  while (!(await isReady(http))) {
    if (child.exitCode !== null)
      throw new Error(`${name} ended with ${child.exitCode} before it was ready; see its log`);
    if (Date.now() > end) throw new Error(`${name} was not ready after ${patienceMs} ms; see its log`);
    if (Date.now() > tell) {
      process.stderr.write(`still waiting for ${name} ...\n`);
      tell += tellEveryMs;
    }
    await pause(100);
  }
};

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** A service process; nothing runs before `start`. */
export const serviceProcess = ({
  name,
  service,
  httpPort,
  grpcPort,
  environment,
  logDir,
}: ServiceProcessOptions): ServiceProcess => {
  const main = join(dirname(require.resolve(`@ao/${service}/package.json`)), 'dist/main.js');
  const http = `${host}:${httpPort}`;
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child) return null;
    child.kill(signal);
    return ended(child);
  };
  return {
    name,
    http,
    grpc: `${host}:${grpcPort}`,
    async start() {
      mkdirSync(logDir, { recursive: true });
      const log = createWriteStream(join(logDir, `${name}.log`), { flags: 'a' });
      const env = {
        ...process.env,
        NODE_OPTIONS: '',
        ...environment,
        AO_HTTP_PORT: String(httpPort),
        AO_GRPC_PORT: String(grpcPort),
      };
      child = spawn(process.execPath, ['--enable-source-maps', main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout?.pipe(log);
      child.stderr?.pipe(log);
      await untilReady(http, child, name);
    },
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
};
