import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The public task sets beside the project's root, or undefined where they are not there. */
export const dataFolder = (): string | undefined => {
  const folder = resolve(__dirname, '../../../../../shared/data');
  return existsSync(folder) ? folder : undefined;
};

/** A file of JSON. */
export const readJson = <T>(...path: readonly string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

/** A file of JSON Lines. */
export const readLines = <T>(...path: readonly string[]): readonly T[] =>
  readFileSync(join(...path), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
