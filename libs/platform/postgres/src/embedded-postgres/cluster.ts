import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chownSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@ao/kernel';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { admit, barrier, commonFolder, ownFolder } from './reach.js';

const remembered = (file: string, make: () => string): string => {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
};

/** The password of the database's superuser, made at the first start; only the owner of the data directory can read it. */
export const clusterPassword = (dataDir: string): string =>
  remembered(join(dataDir, 'password'), () => randomBytes(24).toString('base64url'));

/**
 * Where the cluster lies: in the data directory; where the account cannot enter that, in the platform's common folder under a name
 * that the data directory remembers.
 */
export const clusterHome = (dataDir: string, account: Account): string => {
  const home = realpathSync(dataDir);
  admit(home, account);
  if (barrier(home, account) === undefined) return ownFolder(join(home, 'postgres'), account);
  return ownFolder(
    join(
      realpathSync(commonFolder()),
      remembered(join(home, 'postgres-home'), () => `data-${randomUUID()}`),
    ),
    account,
  );
};

interface Creation {
  readonly home: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly password: string;
  readonly durable: boolean;
}

const initialise = ({ home, binaries, account, password, durable }: Creation, draft: string): void => {
  const passwordFile = join(home, 'initial-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const flags = [
    `--pgdata=${draft}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
  ];
  // The built-in provider sorts the same on every machine, whatever locales it has.
  flags.push('--locale-provider=builtin', '--locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync']));
  const { status, stderr, error } = spawnSync(binaries.initdb, flags, {
    ...account,
    cwd: home,
    env: { ...process.env, LC_ALL: 'C' },
  });
  rmSync(passwordFile, { force: true });
  if (status !== 0)
    throw new DomainError(
      'internal',
      `initdb could not make a cluster in ${home}: ${error?.message ?? stderr.toString().trim()}`,
    );
};

/** The cluster, made where it is missing. It gets its name only when it is whole, so a start that was killed is made up for. */
export const ensureCluster = (creation: Creation): string => {
  const cluster = join(creation.home, 'cluster');
  if (existsSync(join(cluster, 'PG_VERSION'))) return cluster;
  const draft = `${cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  initialise(creation, draft);
  renameSync(draft, cluster);
  return cluster;
};
