import { DomainError } from '@ao/kernel';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The parts of a package.json that provenance needs. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The folder of an installed package, found from one of its files; throws `failed_precondition` when it is not installed. */
export const folderOf = (file: string): string => {
  try {
    return dirname(require.resolve(file));
  } catch {
    throw new DomainError('failed_precondition', `the task set needs ${file}, which is not installed: run npm ci`);
  }
};

/** The package.json in that folder. */
export const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
