import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '../../../..');
const files = globSync('{apps/*,libs/platform/*}/migrations/*.sql', { cwd: root });

it('gives each migration of a service a number of its own, without gaps', () => {
  const numbers = new Map<string, number[]>();
  for (const file of files.sort())
    numbers.set(dirname(file), [...(numbers.get(dirname(file)) ?? []), Number(basename(file).slice(0, 4))]);
  expect(numbers.size).toBeGreaterThan(5);
  for (const [folder, own] of numbers) expect([folder, own]).toEqual([folder, own.map((_, index) => index + 1)]);
});
