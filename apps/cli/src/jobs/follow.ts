import { setTimeout as delay } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.js';
import { Failure, isFailure } from '../failure.js';
import type { Session } from '../session.js';
import { fetchSnapshot } from './fetch.js';
import { progressOf, type JobSnapshot, type Progress } from './progress.js';
import { waitsForOthers, type Clock } from './progress.text.js';
import { isOver } from './rows.js';
import { watchFor } from './watch.js';

/** How a job is followed. */
export interface FollowOptions {
  /** Milliseconds after which to give up; absent: never. */
  readonly timeoutMs?: number;
  /** The job was started just now: its row may not be in /state yet. */
  readonly isNew?: boolean;
  /** The job was over and goes on: its row may still say that it is. */
  readonly wasOver?: boolean;
}

const everyMs = 700;
/** A platform that is started again, or is busy, is waited for this long. */
export const patienceMs = 60_000;
/** What was started is in /state by then. */
const visibleWithinMs = 15_000;

const clockOf = (first: { readonly at: number; readonly done: number }, progress: Progress): Clock => {
  const elapsedMs = Date.now() - first.at;
  const rate = (progress.episodes.done - first.done) / elapsedMs;
  const known = rate > 0 && elapsedMs > 1_500 && !waitsForOthers(progress);
  return { elapsedMs, leftMs: known ? Math.max(0, progress.episodes.budget - progress.episodes.done) / rate : null };
};

export const isAway = (error: unknown): boolean =>
  isFailure(error) && (error.exitCode === exitCodes.unreachable || error.exitCode === exitCodes.timeout);

const isNotThere = (error: unknown): boolean => isFailure(error) && error.problem.code === 'not_found';

/** Looks again for as long as looking fails in a way that passes. */
export const patiently = async <T>(
  session: Session,
  look: () => Promise<T>,
  passes: (error: unknown) => boolean,
  forMs: number,
): Promise<T> => {
  const givenUpAt = Date.now() + forMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!passes(error) || Date.now() > givenUpAt) throw error;
    }
    await delay(everyMs, undefined, { signal: session.signal });
  }
};

/** The first snapshot; the row of a job that was started a moment ago may not be in /state yet. */
const firstLook = (session: Session, jobId: string, isNew: boolean): Promise<JobSnapshot> =>
  patiently(
    session,
    () => fetchSnapshot(session.gateway, jobId),
    (error) => (isNew && isNotThere(error)) || isAway(error),
    isNew ? visibleWithinMs : patienceMs,
  );

const tooLong = (jobId: string, timeoutMs: number): Failure =>
  new Failure(
    exitCodes.timeout,
    { title: `job ${jobId} did not end within ${timeoutMs / 1000} s`, code: 'deadline_exceeded' },
    [`it goes on: ao job ${jobId} --follow`],
  );

/** Ctrl-C ends the looking, not the job. */
const stillGoing = (jobId: string): Failure =>
  new Failure(exitCodes.interrupted, { title: `interrupted: job ${jobId} goes on` }, [
    `follow it again: ao job ${jobId} --follow`,
    `stop it: ao cancel ${jobId}`,
  ]);

/** The first snapshot in which a job that was over goes on, or the last of those that say that it is over. */
const goingOn = async (session: Session, jobId: string, first: JobSnapshot): Promise<JobSnapshot> => {
  const givenUpAt = Date.now() + visibleWithinMs;
  let snapshot = first;
  while (isOver(snapshot.job) && Date.now() < givenUpAt) {
    await delay(everyMs, undefined, { signal: session.signal });
    snapshot = await patiently(session, () => fetchSnapshot(session.gateway, jobId), isAway, patienceMs);
  }
  return snapshot;
};

/** Shows a job's progress until it is over, and answers its last rows. Throws Failure when the time is up, the platform stays away, or Ctrl-C was pressed. */
export const follow = async (session: Session, jobId: string, options: FollowOptions = {}): Promise<JobSnapshot> => {
  try {
    return await look(session, jobId, options);
  } catch (error) {
    throw session.signal.aborted ? stillGoing(jobId) : error;
  }
};

const look = async (
  session: Session,
  jobId: string,
  { timeoutMs, isNew = false, wasOver = false }: FollowOptions,
): Promise<JobSnapshot> => {
  const watch = watchFor(session);
  try {
    const seen = await firstLook(session, jobId, isNew);
    let snapshot = wasOver ? await goingOn(session, jobId, seen) : seen;
    const first = { at: Date.now(), done: progressOf(snapshot).episodes.done };
    while (!isOver(snapshot.job)) {
      const progress = progressOf(snapshot);
      const clock = clockOf(first, progress);
      if (timeoutMs !== undefined && clock.elapsedMs > timeoutMs) throw tooLong(jobId, timeoutMs);
      watch.update(progress, clock);
      await delay(everyMs, undefined, { signal: session.signal });
      const before = snapshot;
      snapshot = await patiently(session, () => fetchSnapshot(session.gateway, jobId, before), isAway, patienceMs);
    }
    return snapshot;
  } finally {
    watch.stop();
  }
};
