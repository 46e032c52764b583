import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DomainError } from '@ao/kernel';
import type { Account } from './account.js';

const mayEnter = (directory: string, { uid, gid }: Account): boolean => {
  const { mode, uid: owner, gid: group } = statSync(directory);
  if (owner === uid) return (mode & 0o100) !== 0;
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0;
};

/** The first folder on the way to `path` that the account cannot enter; undefined where it reaches it. */
export const barrier = (path: string, account: Account): string | undefined => {
  if (account.uid === undefined) return undefined;
  const parent = dirname(resolve(path));
  return (
    (parent === resolve(path) ? undefined : barrier(parent, account)) ??
    (existsSync(path) && statSync(path).isDirectory() && !mayEnter(path, account) ? path : undefined)
  );
};

/** Lets the account, and nobody else, through a closed folder of ours, where that folder alone is in its way. */
export const admit = (folder: string, account: Account): void => {
  const { uid, mode } = statSync(folder);
  if (
    barrier(folder, account) !== folder ||
    uid !== process.getuid?.() ||
    (mode & 0o070) !== 0 ||
    account.gid === undefined
  )
    return;
  chownSync(folder, uid, account.gid);
  chmodSync(folder, (mode & 0o7777) | 0o010);
};

/** Makes a folder that belongs to the account alone. */
export const ownFolder = (path: string, { uid, gid }: Account): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  return path;
};

/**
 * A folder outside every home, for what the account cannot reach where it lies. It is the platform's own, so nobody else may have
 * put something there.
 */
export const commonFolder = (): string => {
  const path = '/var/lib/agent-orchestrator';
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const { mode, uid } = lstatSync(path);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new DomainError(
      'failed_precondition',
      `${path} must belong to the account that runs the platform, and nobody else may write there.`,
    );
  return path;
};
