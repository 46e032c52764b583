import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services, topics, type ServiceDescriptor } from '@ao/contracts';

const root = join(__dirname, '../../../..');
const architecture = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const declared: readonly ServiceDescriptor[] = services;

const days = (ms: number): string => (ms < 0 ? 'for ever' : `${ms / 86_400_000} days`);
const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ') || 'none';

/** The rows of the table under this head. */
const tableUnder = (head: string): readonly string[] => {
  const [, after = ''] = architecture.split(`${head}\n`);
  const lines = after.split('\n');
  return lines
    .slice(
      1,
      lines.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.trim());
};

it('docs/architecture.md tells of every service, its schema and what it serves', () => {
  expect(tableUnder('| service | schema | gRPC |')).toEqual(
    declared.map(({ name, schema, grpc }) => `| \`${name}\` | \`${schema}\` | ${code(Object.keys(grpc))} |`),
  );
});

it('docs/architecture.md tells of every topic', () => {
  const rows = tableUnder('| topic | partitions | kept |').filter((row) => !row.includes('.dlq'));
  expect([...rows].sort()).toEqual(
    Object.values(topics)
      .map(({ name, partitions, retentionMs }) => `| \`${name}\` | ${partitions} | ${days(retentionMs)} |`)
      .sort(),
  );
});

const tagsOf = (folder: string): readonly string[] => {
  const file = join(root, folder, 'package.json');
  return existsSync(file)
    ? ((JSON.parse(readFileSync(file, 'utf8')) as { nx?: { tags?: readonly string[] } }).nx?.tags ?? [])
    : [];
};

it.each(declared.map(({ name }) => name))('%s is an app of its own scope', (name) => {
  expect(tagsOf(`apps/${name}`)).toEqual(['type:app', `scope:${name}`]);
});

it('has no scope that is neither a service nor a client', () => {
  const scopes = ['apps', 'libs/domain'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => tagsOf(`${folder}/${name}`)),
  );
  const known = ['cli', 'dashboard', 'standalone', 'shared', ...declared.map(({ name }) => name)];
  expect(scopes.filter((tag) => tag.startsWith('scope:') && !known.includes(tag.slice('scope:'.length)))).toEqual([]);
});
