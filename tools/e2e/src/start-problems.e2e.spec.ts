import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@ao/postgres';

const main = join(dirname(require.resolve('@ao/standalone/package.json')), 'dist/main.js');

/** Starts the platform and waits for its end. */
const start = (env: NodeJS.ProcessEnv): Promise<{ readonly code: number | null; readonly said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, NODE_OPTIONS: '', AO_HTTP_PORT: '0', AO_GRPC_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk;
      });
    child.once('close', (code) => resolve({ code, said }));
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ao-start-problems-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('says a taken port in one line that names the variable, before it makes anything', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, said } = await start({ AO_DATA_DIR: join(folder, 'data'), AO_HTTP_PORT: String(port) });
  expect(said).toBe(
    `The platform could not start: port ${port} on 127.0.0.1 is taken by another program: set AO_HTTP_PORT to another port, or to 0\n`,
  );
  expect(code).toBe(1);
  await new Promise((resolve) => server.close(resolve));
});

it('says a data folder in use in one line, and leaves its owner alone', async () => {
  const owner: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  const { code, said } = await start({ AO_DATA_DIR: folder });
  expect(said).toBe(
    `The platform could not start: The data directory ${join(folder, 'postgres')} is in use by process ${process.pid}.\n`,
  );
  expect(code).toBe(1);
  await owner.stop();
});
