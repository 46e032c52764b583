const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/** With the agents for tests, and without the guardrail that a busy machine can trip. */
const settings = { AO_TEST_AGENTS: 'true', AO_GATE_LATENCY_MARGIN: 'none' };

const started = async (dataDir) => {
  const main = join(__dirname, '../../apps/standalone/dist/main.js');
  const ports = { AO_HTTP_PORT: '0', AO_GRPC_PORT: '0', AO_DATA_DIR: dataDir, AO_OUTPUT: 'json', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    env: { ...process.env, ...settings, ...ports },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`the platform that the suites share ended with ${code}; is everything built (npm run build)?`);
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), early]);
  early.catch(() => undefined);
  return { child, ready: JSON.parse(line) };
};

/** Jest's globalSetup of the end-to-end run: one platform for all suites that need no other. See src/platform/shared.ts. */
module.exports = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ao-e2e-shared-'));
  const { child, ready } = await started(dataDir);
  process.env.AO_TEST_PLATFORM = JSON.stringify({ http: ready.http, grpc: ready.grpc, dataDir });
  globalThis.endSharedPlatform = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
};
