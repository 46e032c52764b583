import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@ao/kernel';

interface Owner {
  readonly pid: number;
  /** Tells two processes apart that had the same pid one after the other; empty where the system cannot say. */
  readonly birth: string;
}

/** The fields of /proc/PID/stat after the name, which may hold blanks; none where the system has no /proc. */
const statOf = (pid: number): readonly string[] => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

const birthOf = (pid: number): string => {
  const startTime = statOf(pid)[19];
  return startTime === undefined
    ? ''
    : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTime}`;
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** True while a process with this pid runs, whoever owns it. One that has ended but that nobody has asked for its result does not. */
export const isRunning = (pid: number): boolean => exists(pid) && statOf(pid)[0] !== 'Z';

const readOwner = (file: string): Owner | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
};

/**
 * Claims a data directory for this process, so that a second one does not take the server of the first for an orphan and stop it.
 * A claim of a process that no longer runs does not count. Returns the release.
 */
export const claim = (dataDir: string): (() => void) => {
  const file = join(dataDir, 'owner.json');
  const owner = readOwner(file);
  if (owner && isRunning(owner.pid) && birthOf(owner.pid) === owner.birth) {
    throw new DomainError('failed_precondition', `The data directory ${dataDir} is in use by process ${owner.pid}.`);
  }
  const mine: Owner = { pid: process.pid, birth: birthOf(process.pid) };
  writeFileSync(file, JSON.stringify(mine));
  return () => rmSync(file, { force: true });
};
