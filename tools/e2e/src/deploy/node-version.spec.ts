import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const json = (file: string): unknown => JSON.parse(read(file));

interface Package {
  readonly engines?: { readonly node?: string };
  readonly dev?: boolean;
}

type Version = readonly [number, number, number];
const versionOf = (text: string): Version => {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
};
const isAtLeast = (have: Version, least: Version): boolean => {
  const at = [0, 1, 2].find((place) => have[place] !== least[place]);
  return at === undefined || (have[at] ?? 0) > (least[at] ?? 0);
};

/** Whether a range has a version; ranges as packages write them for Node: parts with ||, each `*`, >=, ^ or a version alone. */
const isIn = (range: string, have: Version): boolean =>
  range.split('||').some((part) => {
    const [, sign = '', text = ''] = /^\s*(>=|\^|~|>|)\s*v?([\d.]+|\*)/u.exec(part) ?? [];
    if (text === '*') return true;
    const least = versionOf(text.replace(/\.$/u, ''));
    return isAtLeast(have, least) && (sign.startsWith('>') || have[0] === least[0]);
  });

const stated = (json('package.json') as Package).engines?.node ?? '';
/** The least version of each part of the range. */
const leasts = stated.split('||').map((part) => versionOf(part.replaceAll(/[^\d.]/gu, '')));
const { packages } = json('package-lock.json') as { packages: Readonly<Record<string, Package>> };

it('states a Node that every dependency of the platform takes', () => {
  expect(leasts.length).toBeGreaterThan(0);
  const wanting = Object.entries(packages).filter(
    ([, { engines, dev }]) => !dev && engines?.node && !leasts.every((least) => isIn(engines.node as string, least)),
  );
  expect(wanting.map(([name, { engines }]) => `${name} wants ${engines?.node}`)).toEqual([]);
});

it('states it once: the command line, README and the shell agree', () => {
  expect((json('apps/cli/package.json') as Package).engines?.node).toBe(stated);
  expect(read('README.md')).toContain(`Node >= ${leasts[0]?.slice(0, 2).join('.')}`);
  expect(isIn(stated, versionOf(read('.nvmrc').trim()))).toBe(true);
});
