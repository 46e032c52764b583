import { execFileSync } from 'node:child_process';
import { DomainError } from '@ao/kernel';

/** The account under which Postgres runs; empty where the process's own account will do. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const name = 'postgres';

const idOf = (kind: '-u' | '-g'): number =>
  Number(execFileSync('id', [kind, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());

const createAccount = (): void => {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'ignore' });
  } catch {
    throw new DomainError(
      'failed_precondition',
      `Postgres refuses to run as root, and the account "${name}" neither exists nor could be created.`,
    );
  }
};

const existing = (): Account | undefined => {
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
};

/** Postgres refuses root, so a process of root runs it as the account `postgres`, which is created where it is missing. */
export const postgresAccount = (): Account => {
  if (process.getuid?.() !== 0) return {};
  const account = existing();
  if (account) return account;
  createAccount();
  return existing() ?? {};
};
