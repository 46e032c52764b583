import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Api } from './api.js';

interface Ready {
  readonly http: string;
  readonly grpc: string;
  readonly token_file: string;
}

/** The one-process platform as a process: started, killed, started again on the same data. */
export class Standalone {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ao-e2e-'));
  private child: ChildProcess | undefined;
  private ready: Ready = { http: '', grpc: '', token_file: '' };

  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  get http(): string {
    return this.ready.http;
  }

  get grpc(): string {
    return this.ready.grpc;
  }

  get token(): string {
    return readFileSync(this.ready.token_file, 'utf8').trim();
  }

  /** The administrator's client. */
  get api(): Api {
    return new Api(this.http, this.token);
  }

  async start(): Promise<this> {
    const main = join(dirname(require.resolve('@ao/standalone/package.json')), 'dist/main.js');
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      AO_HTTP_PORT: '0',
      AO_GRPC_PORT: '0',
      AO_DATA_DIR: this.dataDir,
      AO_OUTPUT: 'json',
      AO_LOG_LEVEL: 'info',
      ...this.environment,
    };
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    const failed = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`the platform ended with ${code} before it was ready`)),
    );
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line'),
      failed,
    ])) as [string];
    this.ready = JSON.parse(line) as Ready;
    return this;
  }

  /** As a crash does it. */
  kill(): Promise<number | null> {
    return this.end('SIGKILL');
  }

  /** Cleanly. Answers the exit code. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** Cleanly, and its data with it. */
  async discard(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  }
}
