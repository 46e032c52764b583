/**
 * The whole check: node tools/run/test.mjs. Protos, build, lint, types, unit and integration tests, then the end-to-end suites, then
 * one closing line. Exits with 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

const env = {
  ...process.env,
  NX_DAEMON: 'false',
  NX_ISOLATE_PLUGINS: 'false',
  CI: 'true',
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  FORCE_COLOR: '0',
};
const counts = { passed: 0, failed: 0, skipped: 0 };
const began = Date.now();

/** Adds up Jest's own closing lines, those of cached runs included. */
const count = (line) => {
  const found = /^\s*Tests:\s+(.*\btotal)\s*$/.exec(line.replaceAll(/\u001b\[[0-9;]*m/gu, ''));
  if (!found) return;
  for (const [, number, what] of found[1].matchAll(/(\d+) (passed|failed|skipped)/g)) counts[what] += Number(number);
};

const run = async (title, command, args) => {
  const start = Date.now();
  process.stdout.write(`\n=== ${title}\n`);
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let rest = '';
  const read = (chunk) => {
    process.stdout.write(chunk);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(count);
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  const [code] = await once(child, 'exit');
  count(rest);
  process.stdout.write(
    `=== ${title}: ${code === 0 ? 'ok' : `failed (${code})`} after ${Math.round((Date.now() - start) / 1000)} s\n`,
  );
  return code === 0;
};

const nx = (...args) => ['nx', ['run-many', '--outputStyle=static', ...args]];
const steps = [
  ['build', ...nx('-t', 'build')],
  ['lint and types', ...nx('-t', 'lint', 'typecheck')],
  ['unit and integration tests', ...nx('-t', 'test')],
  ['end-to-end tests', ...nx('-t', 'e2e', '--parallel=1')],
];
if (existsSync('.git')) steps.splice(1, 0, ['protos against main', 'node', ['tools/run/buf-breaking.mjs']]);

let failures = 0;
for (const [title, command, args] of steps) {
  if (await run(title, command, args)) continue;
  failures += 1;
  if (title === 'build') break;
}
if (failures > 0 && counts.failed === 0) counts.failed = failures;
process.stdout.write(`\n${Math.round((Date.now() - began) / 1000)} s in all\n`);
process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`,
);
process.exitCode = failures > 0 || counts.failed > 0 || counts.passed === 0 ? 1 : 0;
