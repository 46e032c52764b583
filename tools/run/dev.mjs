/**
 * npm run dev -- [SERVICE]: the platform with one part of it built and started again at every change of a source.
 *
 * Without a name, or with `standalone`, every service runs in one process that starts again. With the name of a service, the others run
 * beside it as processes of their own (a Kafka is needed, as for `npm run cluster`), and that one alone starts again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, watch } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../..');
const service = process.argv[2] ?? 'standalone';
const dataDir = process.env.AO_DATA_DIR ?? join(root, 'tmp', 'dev');
const env = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', CI: 'true' };

if (service === 'cli' || !existsSync(join(root, 'apps', service, 'src/main.ts'))) {
  const names = globSync('apps/*/src/main.ts', { cwd: root })
    .map((file) => file.split(sep)[1])
    .filter((name) => name !== 'cli');
  process.stderr.write(`There is no service "${service}". Take one of: ${names.sort().join(', ')}.\n`);
  process.exit(2);
}

const say = (text) => process.stdout.write(`[dev] ${text}\n`);

/** What is up to date is not built again. Answers whether it went well; what failed is shown. */
const build = async () => {
  const child = spawn('nx', ['run-many', '-t', 'build', '--outputStyle=static'], { cwd: root, env });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const [code] = await once(child, 'exit');
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  return code === 0;
};

/** One process with everything. */
const standalone = () => {
  let child;
  const start = async () => {
    child = spawn(process.execPath, ['--enable-source-maps', join(root, 'apps/standalone/dist/main.js')], {
      cwd: root,
      env: { ...env, AO_DATA_DIR: dataDir },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  };
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { start, restart: async () => (await stop(), await start()), stop };
};

/** Every service as a process; the named one starts again alone. */
const inCluster = () => {
  let cluster;
  return {
    start: async () => {
      const { startCluster } = await import(pathToFileURL(join(root, 'tools/cluster/dist/index.js')).href);
      cluster = await startCluster({ dataDir, gatewayPort: Number(process.env.AO_HTTP_PORT ?? 8787) });
      say(`gateway at http://${cluster.http}, token in ${cluster.tokenFile}`);
    },
    restart: async () => {
      await cluster.service(service).stop();
      await cluster.service(service).start();
    },
    stop: () => cluster?.stop(),
  };
};

const platform = service === 'standalone' ? standalone() : inCluster();
let busy = false;
let changed = false;

/** One turn at a time; what changes meanwhile leads to one more. */
const again = async () => {
  changed = true;
  if (busy) return;
  busy = true;
  while (changed) {
    changed = false;
    if (!(await build())) say('the build failed; the old code runs on');
    else if (!changed) {
      await platform.restart();
      say(`${service} started again`);
    }
  }
  busy = false;
};

if (!(await build())) process.exit(1);
await platform.start();
let timer;
for (const folder of ['apps', 'libs', 'proto', 'tools']) {
  watch(join(root, folder), { recursive: true }, (_, name) => {
    if (!/\.(ts|proto|sql|cedar)$/.test(name ?? '') || /(^|\/)(dist|gen|node_modules)\//.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void again(), 200);
  });
}
say(`watching; ${service} starts again at every change`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void Promise.resolve(platform.stop()).then(() => process.exit(0)));
}
