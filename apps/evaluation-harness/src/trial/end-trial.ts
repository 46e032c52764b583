import type { Report, TrialCommand } from '@ao/domain-evaluation';
import type { Database } from '../database.js';
import { changeTrial } from './change-trial.js';
import { isDomainError } from '@ao/kernel';
import { measure, nothingMeasured } from './measure.js';
import { hasStopped, loadTrial, type TrialFailure } from './trial.store.js';

const commandOf = (failure: TrialFailure | null, report: Report): TrialCommand =>
  failure === null ? { type: 'CompleteTrial', report } : { type: 'FailTrial', ...failure, report };

/** A trial whose result cannot be told fails with the reason: waiting would not help. What is away only now is thrown on. */
const unmeasurable = (error: unknown): TrialCommand => {
  if (!isDomainError(error, 'out_of_range') && !isDomainError(error, 'invalid_argument')) throw error;
  const { code, message } = error;
  const reason = `what the trial recorded cannot be told: ${message}`;
  return { type: 'FailTrial', code, reason, report: nothingMeasured() };
};

/**
 * Ends a trial whose slices have all stopped: measures what was recorded, and records the end, once whoever else tries. Nothing
 * happens where a slice still runs or the trial has ended. `eventLoopTurn` keeps the event loop turning.
 */
export const endTrial = async (
  database: Database,
  trialId: string,
  eventLoopTurn: () => Promise<void> | undefined,
): Promise<void> => {
  if (!(await hasStopped(database.sql, trialId))) return;
  const stored = await loadTrial(database.sql, trialId);
  if (stored?.state.status !== 'running') return;
  const command = await measure(database, stored, eventLoopTurn).then(
    (report) => commandOf(stored.failure, report),
    (error: unknown) => unmeasurable(error),
  );
  await changeTrial(database, trialId, command);
};
