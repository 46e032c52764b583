import type { Report, TrialCommand } from '@ao/domain-evaluation';
import type { Database } from '../database.js';
import { changeTrial } from './change-trial.js';
import { measure } from './measure.js';
import { hasStopped, loadTrial, type TrialFailure } from './trial.store.js';

const commandOf = (failure: TrialFailure | null, report: Report): TrialCommand =>
  failure === null ? { type: 'CompleteTrial', report } : { type: 'FailTrial', ...failure, report };

/**
 * Ends a trial whose slices have all stopped: measures what was recorded, and records the end, once whoever else tries. Nothing
 * happens where a slice still runs or the trial has ended. `breathe` keeps the event loop turning.
 */
export const endTrial = async (
  database: Database,
  trialId: string,
  breathe: () => Promise<void> | undefined,
): Promise<void> => {
  if (!(await hasStopped(database.sql, trialId))) return;
  const stored = await loadTrial(database.sql, trialId);
  if (stored?.state.status !== 'running') return;
  const report = await measure(database, stored, breathe);
  await changeTrial(database, trialId, commandOf(stored.failure, report));
};
