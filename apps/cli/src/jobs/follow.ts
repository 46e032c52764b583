import { setTimeout as delay } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.js';
import { Failure, isFailure } from '../failure.js';
import type { Session } from '../session.js';
import { fetchSnapshot } from './fetch.js';
import { progressOf, type JobSnapshot, type Progress } from './progress.js';
import type { Clock } from './progress.text.js';
import { isOver } from './rows.js';
import { watchFor } from './watch.js';

/** How a job is followed. */
export interface FollowOptions {
  /** Milliseconds after which to give up; absent: never. */
  readonly timeoutMs?: number;
}

const everyMs = 700;
/** A platform that is started again is waited for this long. */
const patienceMs = 60_000;

const clockOf = (first: { readonly at: number; readonly done: number }, progress: Progress): Clock => {
  const elapsedMs = Date.now() - first.at;
  const rate = (progress.episodes.done - first.done) / elapsedMs;
  return { elapsedMs, leftMs: rate > 0 && elapsedMs > 1_500 ? Math.max(0, progress.episodes.budget - progress.episodes.done) / rate : null };
};

const isAway = (error: unknown): boolean => isFailure(error) && (error.exitCode === exitCodes.unreachable || error.exitCode === exitCodes.timeout);

/** The next snapshot; a platform that is away for a while is asked again. */
const patiently = async (session: Session, jobId: string, before: JobSnapshot): Promise<JobSnapshot> => {
  const givenUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      return await fetchSnapshot(session.gateway, jobId, before);
    } catch (error) {
      if (!isAway(error) || Date.now() > givenUpAt) throw error;
    }
    await delay(everyMs, undefined, { signal: session.signal });
  }
};

/** How long a job that was just started may take to come into view. */
const comingMs = 5_000;

const notInView = (error: unknown): boolean => isFailure(error) && error.problem.code === 'not_found';

/** The first snapshot; a job that was started a moment ago may not be in view yet. */
const firstSnapshot = async (session: Session, jobId: string): Promise<JobSnapshot> => {
  const givenUpAt = Date.now() + comingMs;
  for (;;) {
    try {
      return await fetchSnapshot(session.gateway, jobId);
    } catch (error) {
      if (!notInView(error) || Date.now() > givenUpAt) throw error;
    }
    await delay(100, undefined, { signal: session.signal });
  }
};

const tooLong = (jobId: string, timeoutMs: number): Failure =>
  new Failure(exitCodes.timeout, { title: `job ${jobId} did not end within ${timeoutMs / 1000} s`, code: 'deadline_exceeded' }, [`it goes on: ao job ${jobId} --follow`]);

/** Shows a job's progress until it is over, and answers its last rows. Throws Failure when the time is up or the platform stays away. */
export const follow = async (session: Session, jobId: string, { timeoutMs }: FollowOptions = {}): Promise<JobSnapshot> => {
  const watch = watchFor(session);
  try {
    let snapshot = await firstSnapshot(session, jobId);
    const first = { at: Date.now(), done: progressOf(snapshot).episodes.done };
    while (!isOver(snapshot.job)) {
      const progress = progressOf(snapshot);
      const clock = clockOf(first, progress);
      if (timeoutMs !== undefined && clock.elapsedMs > timeoutMs) throw tooLong(jobId, timeoutMs);
      watch.update(progress, clock);
      await delay(everyMs, undefined, { signal: session.signal });
      snapshot = await patiently(session, jobId, snapshot);
    }
    return snapshot;
  } finally {
    watch.stop();
  }
};
