import { asDomainError } from '@ao/postgres';
import type { Logger } from '@ao/observability';
import { isDiskFull, isDomainError } from '@ao/kernel';
import type { SliceTools } from '../slice/run-slice.js';
import { handBackSlices, type Claim, type HandBack } from '../slice/slice.store.js';
import { dropAbandonedSlices, type TrialPlan } from '../trial/trial.store.js';
import { advanceSlice } from './advance-slice.js';
import type { HeldSlice } from './held-slice.js';

/** What works slices, and knows their trials. */
export interface SliceWorker {
  readonly tools: SliceTools;
  readonly logger: Logger;
  readonly planOf: (trialId: string) => Promise<TrialPlan>;
}

const longestPauseMs = 30_000;
const passingPauseMs = 500;

/** The pause after an attempt without progress; doubles. */
const pauseAfter = ({ attempts }: Claim): number => Math.min(longestPauseMs, 250 * 2 ** attempts);

const passes = (error: unknown): boolean =>
  isDiskFull(error) ||
  isDomainError(error, 'unavailable') ||
  isDomainError(error, 'deadline_exceeded') ||
  isDomainError(error, 'aborted');

/** How a slice is handed back after an error: what may pass does not count as an attempt, a fault of this program does. */
const afterError = ({ logger }: SliceWorker, claim: Claim, thrown: unknown): HandBack => {
  const error = asDomainError(thrown);
  const context = { err: error, slice_id: claim.sliceId, trial_id: claim.trialId };
  if (passes(error)) {
    logger.warn(context, 'a slice could not go on; it is tried again');
    return { counts: false, delayMs: passingPauseMs };
  }
  logger.error(context, 'a slice failed; it is tried again');
  return { counts: true, delayMs: pauseAfter(claim) };
};

/** Undefined: the slice is finished, or belongs to somebody else. */
const attempt = async (worker: SliceWorker, held: HeldSlice): Promise<HandBack | undefined> => {
  const { claim } = held;
  try {
    const advanced = await advanceSlice(worker.tools, held, await worker.planOf(claim.trialId));
    if (advanced.kind === 'finished') return undefined;
    return { counts: advanced.counts, delayMs: advanced.counts ? pauseAfter(claim) : 0 };
  } catch (error) {
    return afterError(worker, claim, error);
  }
};

/** Works a slice that this process holds, and hands it back where it is not finished. Never throws: a claim that cannot be handed back runs out. */
export const workSlice = async (worker: SliceWorker, held: HeldSlice): Promise<void> => {
  const handBack = await attempt(worker, held).finally(() => held.pair?.leave(held.claim.sliceId));
  if (handBack === undefined) return;
  try {
    await handBackSlices(worker.tools.database.sql, [held.claim], handBack);
    await dropAbandonedSlices(worker.tools.database.sql);
  } catch (error) {
    worker.logger.warn(
      { err: error, slice_id: held.claim.sliceId },
      'a slice could not be handed back; its claim runs out',
    );
  }
};
