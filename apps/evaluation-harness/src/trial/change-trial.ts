import { trial, type TrialCommand } from '@ao/domain-evaluation';
import { decideIn } from '@ao/event-store';
import type { Tx } from '@ao/postgres';
import { DomainError } from '@ao/kernel';
import { lockUntilCommit, type Database } from '../database.js';
import { loadTrial, saveTrialState } from './trial.store.js';

/**
 * Decides a command on a trial and appends what follows, from and to the snapshot beside the stream: reading a stream of thousands
 * of slices for each of them would be quadratic. The caller has locked the trial before its transaction's first write.
 */
const decideOnSnapshot = async ({ log }: Database, tx: Tx, trialId: string, command: TrialCommand): Promise<void> => {
  const stored = await loadTrial(tx, trialId);
  if (stored === undefined) throw new DomainError('not_found', `there is no trial ${trialId}`);
  const { version, state, metadata } = stored;
  const at = { stream: `trial-${trialId}`, version, state };
  const decided = await decideIn({ store: log, tx }, trial, at, { command, metadata });
  if (decided.events.length > 0) await saveTrialState(tx, trialId, decided.version, decided.state);
};

/** Changes a trial in one transaction; `guard` runs in it first, and where it answers false nothing is changed. */
export const changeTrial = (
  database: Database,
  trialId: string,
  command: TrialCommand,
  guard?: (tx: Tx) => Promise<boolean>,
): Promise<void> =>
  database.log.transaction(async (tx) => {
    await lockUntilCommit(tx, `trial-${trialId}`);
    if (guard === undefined || (await guard(tx))) await decideOnSnapshot(database, tx, trialId, command);
  });
