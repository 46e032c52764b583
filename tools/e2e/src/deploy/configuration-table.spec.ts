import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { run } from '@ao/cli';
import { environmentOf, serviceConfig } from '@ao/service';
import { allServices, standaloneConfig } from '@ao/standalone';

type Shape = Readonly<Record<string, z.ZodType>>;

const root = join(__dirname, '../../../..');
const own: Readonly<Record<string, Shape>> = Object.fromEntries(
  allServices.map(({ descriptor, environment }) => [descriptor.name, environment]),
);
const parts: readonly Shape[] = Object.values(own);
const notInParts = ([name]: readonly [string, unknown]): boolean => parts.every((part) => !(name in part));

/** Each table of docs/configuration.md by its heading, and the schema that it tells of. */
const tables: Readonly<Record<string, Shape>> = {
  'Every service as a process': serviceConfig.shape,
  'The platform in one process': Object.fromEntries(
    Object.entries<z.ZodType>(standaloneConfig.shape).filter(notInParts),
  ),
  Policies: own['lease-policy'] ?? {},
  'The gate': own['orchestrator'] ?? {},
  Workers: own['evaluation-harness'] ?? {},
  'The feed': own['projection'] ?? {},
  'The gateway': own['gateway'] ?? {},
};

/** What every process that takes its configuration from the environment reads. */
const programs: Readonly<Record<string, Shape>> = {
  standalone: standaloneConfig.shape,
  ...Object.fromEntries(allServices.map((service) => [service.descriptor.name, environmentOf(service).shape as Shape])),
};

const sectionOf = (text: string, title: string): string => {
  const [, after = ''] = text.split(`\n## ${title}\n`);
  return after.split('\n## ')[0] ?? '';
};

const configuration = readFileSync(join(root, 'docs/configuration.md'), 'utf8');

/** Variable -> default, as the table below a heading says it. */
const rowsBelow = (heading: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...sectionOf(configuration, heading).matchAll(/^\| `(\w+)` \| ([^|]+) \|/gmu)].map(([, name = '', value = '']) => [
      name,
      value.trim().replaceAll('`', ''),
    ]),
  );

/** Defaults that a machine decides. */
const computed: Readonly<Record<string, string>> = {
  AO_WORKERS: 'CPU cores',
  AO_AGENT_THREADS: 'cores - 1',
};

const shown = (value: unknown): string =>
  typeof value === 'boolean' ? String(Number(value)) : String(value ?? 'none');

/** What the schema makes of a variable that is not there. */
const defaultOf = ([name, field]: readonly [string, z.ZodType]): [string, string] => {
  const { success, data } = field.safeParse(undefined);
  return [name, computed[name] ?? (success ? shown(data) : 'required')];
};

it.each(Object.entries(tables))('tells of every variable and its default: %s', (heading, shape) => {
  expect(rowsBelow(heading)).toEqual(Object.fromEntries(Object.entries(shape).map(defaultOf)));
});

it.each(Object.entries(programs))('leaves out nothing that %s reads', (_, shape) => {
  const told = Object.values(tables).flatMap((each) => Object.keys(each));
  expect(Object.keys(shape).filter((name) => !told.includes(name))).toEqual([]);
});

it('tells of the variables that the command line names in its help', async () => {
  let help = '';
  const out = { write: (text: string) => (help += text).length > 0, isTTY: false };
  await run(['--help'], { out, err: out, env: {} } as never, new AbortController().signal);
  const named = [...(help.split('Environment:')[1] ?? '').matchAll(/^ {2}([A-Z_]+) /gmu)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(Object.keys(rowsBelow('The command line')).sort()).toEqual(named.sort());
});

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.([cm]?ts|[cm]js)$/u.test(file) && !/(^|\/)(dist|node_modules)\/|\.spec\.ts$/u.test(file))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));

/** What is no setting: Node's own, and how the test runner tells its workers of a broker and of a platform. */
const internal = ['NODE_OPTIONS', 'PATH', 'AO_TEST_KAFKA', 'AO_TEST_PLATFORM'];

it('tells of the variables that tools and tests read', () => {
  const text = ['tools', 'libs/testing'].flatMap(sources).join('\n');
  const read = [...text.matchAll(/\benv(?:\.|\[')([A-Z_]+)/gu)].map(([, name = '']) => name);
  expect(Object.keys(rowsBelow('Tools and tests')).sort()).toEqual(
    [...new Set(read)].filter((name) => !internal.includes(name)).sort(),
  );
});
