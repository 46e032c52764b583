import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@ao/kernel';
import { isRunning } from './owner.js';

const lines = (cluster: string): readonly string[] => {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
};

/** The process that serves this cluster, as its pid file says; NaN without one. */
export const postmasterPid = (cluster: string): number => Number(lines(cluster)[0] || Number.NaN);

const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    // Without /proc they notice by themselves that their parent is gone.
    return [];
  }
};

/** Kills the server of this cluster and its sessions at once. */
export const killServer = async (cluster: string): Promise<void> => {
  const postmaster = postmasterPid(cluster);
  const all = [postmaster, ...childrenOf(postmaster)].filter(isRunning);
  all.forEach((pid) => process.kill(pid, 'SIGKILL'));
  await within(10_000, () => !all.some(isRunning));
};

/** True once the server of this cluster says in its pid file that it takes connections. */
export const isReady = (cluster: string): boolean => lines(cluster)[7]?.trim() === 'ready';

/** Waits until `condition` holds; false where it does not within `ms`. */
export const within = async (ms: number, condition: () => boolean): Promise<boolean> => {
  for (const end = performance.now() + ms; performance.now() < end; await delay(10)) if (condition()) return true;
  return condition();
};

const serves = (pid: number, cluster: string): boolean => {
  try {
    if (existsSync('/proc/self/cwd')) return readlinkSync(`/proc/${pid}/cwd`) === cluster;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)])
      .toString()
      .includes(cluster);
  } catch {
    return false;
  }
};

/**
 * Stops the server that a killed process left behind on this cluster, gently first. A pid file whose process is gone, or is another
 * program by now, is removed: Postgres would refuse to start over it.
 */
export const stopOrphan = async (cluster: string): Promise<void> => {
  const pid = postmasterPid(cluster);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!isRunning(pid) || !serves(pid, cluster)) return rmSync(join(cluster, 'postmaster.pid'), { force: true });
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (isRunning(pid)) process.kill(pid, signal);
    if (await within(10_000, () => !isRunning(pid))) return;
  }
  throw new DomainError('failed_precondition', `Process ${pid} still serves ${cluster} and cannot be stopped.`);
};
