import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Standalone } from '../platform/standalone.js';

/** What a command left. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const root = join(__dirname, '../../../..');

/** Names that a document uses for what only its reader knows, and how they look where it shows its own. */
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const places: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(jobs/)(?:JOB_ID|${uuid})`, 'gu'), 'job_id'],
  [new RegExp(`(ao (?:job|export|approve|decline|resume|episodes) )(?:JOB|ID|${uuid})\\b`, 'gu'), 'job_id'],
  [new RegExp(`(corr_id=)(?:CORR_ID|${uuid})`, 'gu'), 'corr_id'],
  [new RegExp(`(actions/)${uuid}`, 'gu'), 'action_id'],
  [/(evidence-)JOB\b/gu, 'job_id'],
  [/(agent register )127\.0\.0\.1:\d+/gu, 'address'],
  [/(ao outcome )RECEIPT\b/gu, 'receipt'],
  [/("receipt": ")v1\.[^"]*/gu, 'receipt'],
];

/** The folder of a reader: `.ao` of the platform, the commands of the checkout, and what earlier commands told. */
export class DocShell {
  readonly folder = mkdtempSync(join(tmpdir(), 'ao-docs-'));
  private readonly known = new Map<string, string>();
  private readonly servers: { readonly pid?: number | undefined }[] = [];
  private prelude = '';

  constructor(private readonly platform: Standalone) {
    const bin = join(this.folder, '.bin');
    mkdirSync(bin);
    // Without a checkout around it npx would ask the registry.
    writeFileSync(join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n');
    chmodSync(join(bin, 'npx'), 0o755);
    symlinkSync(platform.dataDir, join(this.folder, '.ao'));
    for (const name of ['node_modules', 'examples', 'proto']) symlinkSync(join(root, name), join(this.folder, name));
  }

  /** The last of a name's values, such as job_id. */
  last(name: string): string | undefined {
    return this.known.get(name);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** The command with this platform's addresses and with what earlier commands told. */
  substituted(command: string): string {
    const here = command.replaceAll('127.0.0.1:8787', this.platform.http).replaceAll('127.0.0.1:8788', this.platform.grpc);
    return places.reduce(
      (text, [pattern, name]) =>
        text.replaceAll(pattern, (whole, before: string) => {
          const value = this.known.get(name);
          return value === undefined ? whole : `${before}${value}`;
        }),
      here,
    );
  }

  /** Runs it with Bash. One that follows something is ended after `endAfterMs`. */
  async run(command: string, endAfterMs?: number): Promise<Ran> {
    if (command.startsWith('export ')) this.prelude += `${this.substituted(command)}\n`;
    const child = this.start(command);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const timer =
      endAfterMs === undefined ? undefined : setTimeout(() => process.kill(-(child.pid as number), 'SIGTERM'), endAfterMs);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    clearTimeout(timer);
    this.learn(`${out}\n${err}`);
    return { code, out, err };
  }

  /** Starts a server that goes on until `close`; answers when it has said its first line. */
  async serve(command: string): Promise<void> {
    const child = this.start(command);
    this.servers.push(child);
    const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
    this.learn(line);
  }

  close(): void {
    for (const { pid } of this.servers) process.kill(-(pid as number), 'SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(command: string): ChildProcessByStdio<null, Readable, Readable> {
    return spawn('bash', ['-c', `${this.prelude}${this.substituted(command)}`], {
      cwd: this.folder,
      detached: true,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        AO_DATA_DIR: join(this.folder, '.ao'),
        PATH: [join(this.folder, '.bin'), join(root, 'node_modules/.bin'), process.env['PATH']].join(':'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  private learn(text: string): void {
    for (const name of ['job_id', 'corr_id', 'action_id', 'receipt', 'address']) {
      const value = new RegExp(`"${name}":"([^"]+)"`, 'u').exec(text)?.[1];
      if (value !== undefined) this.known.set(name, value);
    }
    const job = new RegExp(`\\bjob (${uuid})`, 'u').exec(text)?.[1];
    const receipt = /--solved (v1\.\S+)/u.exec(text)?.[1];
    if (job !== undefined) this.known.set('job_id', job);
    if (receipt !== undefined) this.known.set('receipt', receipt);
  }
}
