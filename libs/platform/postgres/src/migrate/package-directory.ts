import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the package to which a source file belongs: the nearest one above that has a package.json. The same for `src` and
 * for `dist`, so `join(packageDirectory(__dirname), 'migrations')` finds a service's migrations from both.
 */
export const packageDirectory = (from: string): string => {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`There is no package.json above ${from}.`);
  return packageDirectory(parent);
};
