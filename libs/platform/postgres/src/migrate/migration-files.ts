import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@ao/kernel';
import { packageDirectory } from './package-directory.js';

/** Who brings SQL files into a schema: a library, such as the event store, or the service that owns the schema. */
export interface MigrationOrigin {
  /** Stands in `<schema>.migrations`: never rename it. A service's own files have the origin `service`. */
  readonly name: string;
  /** Folder of files `NNNN_name.sql`. */
  readonly directory: string;
}

/** A service's own files: the folder `migrations` of the package to which the source folder belongs. */
export const serviceMigrations = (from: string): MigrationOrigin => ({
  name: 'service',
  directory: join(packageDirectory(from), 'migrations'),
});

/** One SQL file. */
export interface Migration {
  /** Name of its origin. */
  readonly origin: string;
  /** `NNNN_name.sql`. */
  readonly name: string;
  /** SHA-256 of the text, in hexadecimal; line ends do not count. */
  readonly checksum: string;
  readonly text: string;
}

const wrong = (sentence: string): DomainError => new DomainError('failed_precondition', sentence);

const sqlFiles = (directory: string): readonly string[] => {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const misnamed = names.find((name) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(name));
  if (misnamed) throw wrong(`The migration ${join(directory, misnamed)} must be named NNNN_name.sql.`);
  const double = names.find((name, index) => name.slice(0, 4) === names[index - 1]?.slice(0, 4));
  if (double) throw wrong(`Two migrations in ${directory} have the number ${double.slice(0, 4)}.`);
  return names;
};

/** The migrations of an origin, in the order of their numbers. */
export const migrationFiles = ({ name: origin, directory }: MigrationOrigin): readonly Migration[] =>
  sqlFiles(directory).map((name) => {
    const text = readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n');
    return { origin, name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });

/** What `<schema>.migrations` remembers. */
export interface AppliedMigration {
  readonly origin: string;
  readonly name: string;
  readonly checksum: string;
}

const checkOne = (
  { origin, name, checksum }: Migration,
  applied: AppliedMigration | undefined,
  last: string,
): boolean => {
  if (applied && applied.checksum !== checksum) {
    throw wrong(
      `The migration ${name} (${origin}) was changed after it had been applied: undo the change and write a new migration.`,
    );
  }
  if (!applied && name < last)
    throw wrong(
      `The migration ${name} (${origin}) is new, but ${last} has been applied already: give it a higher number.`,
    );
  return !applied;
};

/**
 * Which migrations are still to be applied. Refuses a file that changed after it was applied and one that comes too late. What was
 * applied but is not known here was applied by a newer version of the service, which may run side by side with this one.
 */
export const pendingMigrations = (
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] => {
  const lastOf = (origin: string): string =>
    applied
      .filter((one) => one.origin === origin)
      .map(({ name }) => name)
      .sort()
      .at(-1) ?? '';
  return known.filter((migration) =>
    checkOne(
      migration,
      applied.find(({ origin, name }) => origin === migration.origin && name === migration.name),
      lastOf(migration.origin),
    ),
  );
};
