/**
 * The whole check: node tools/run/test.mjs. Build, protos, format, lint, types, then specs from the quick to the slow ones, then one
 * closing line. Exits with 1 when anything failed.
 *
 *   --unit       only what needs no build, no Postgres and no Kafka
 *   --affected   only the specs of projects that differ from main
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { unit: { type: 'boolean', default: false }, affected: { type: 'boolean', default: false } },
});
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

/** Adds up Jest's own closing lines. */
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

/** Jest's own names of the projects that differ from main, or that use one which does. */
const affectedProjects = () => {
  const nx = (...args) =>
    JSON.parse(execFileSync('nx', ['show', 'projects', '--json', ...args], { env, encoding: 'utf8' }));
  const names = nx('--affected', '--base=main');
  process.stdout.write(`affected by what differs from main: ${names.join(', ') || 'nothing'}\n`);
  return names;
};

const selected = options.affected ? affectedProjects() : undefined;
const only = selected ? ['--passWithNoTests', '--selectProjects', ...selected] : [];
const kinds = {
  unit: ['--testPathIgnorePatterns', '/node_modules/', '\\.(int|sim|e2e)\\.spec\\.ts$'],
  simulation: ['--testPathPatterns', '\\.sim\\.spec\\.ts$'],
  integration: ['--testPathPatterns', '\\.int\\.spec\\.ts$'],
};
const jest = (kind) => ['jest', ['--maxWorkers=2', ...kinds[kind], ...only]];
const steps = [
  ['build', 'nx', ['run-many', '--outputStyle=static', '-t', 'build']],
  ...(existsSync('.git') ? [['protos against main', 'node', ['tools/run/buf-breaking.mjs']]] : []),
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['types', 'npm', ['run', '--silent', 'typecheck']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['unit tests', ...jest('unit')],
  ['simulations', ...jest('simulation')],
  ['integration tests', ...jest('integration')],
  ['end-to-end tests', 'jest', ['--config', 'jest.e2e.config.cjs', '--maxWorkers=2']],
];
const unitSteps = [
  ['generated code', 'nx', ['run', 'contracts:codegen']],
  ['unit tests', ...jest('unit')],
];
const affectedSteps = steps.filter(([title]) => title !== 'end-to-end tests');
const plan = options.unit ? unitSteps : options.affected ? affectedSteps : steps;

let failures = 0;
for (const [title, command, args] of selected?.length === 0 ? [] : plan) {
  if (await run(title, command, args)) continue;
  failures += 1;
  if (title === 'build') break;
}
if (failures > 0 && counts.failed === 0) counts.failed = failures;
process.stdout.write(`\n${Math.round((Date.now() - began) / 1000)} s in all\n`);
process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`,
);
const nothingRan = counts.passed === 0 && selected === undefined;
process.exitCode = failures > 0 || counts.failed > 0 || nothingRan ? 1 : 0;
