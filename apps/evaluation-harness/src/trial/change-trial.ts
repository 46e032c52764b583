import { trial, type TrialCommand } from '@ao/domain-evaluation';
import type { Tx } from '@ao/postgres';
import { DomainError } from '@ao/kernel';
import { waitInLine, type Database } from '../database.js';
import { loadTrial, saveTrialState } from './trial.store.js';

/**
 * Decides a command on a trial and appends what follows, from and to the snapshot beside the stream: reading a stream of thousands
 * of slices for each of them would be quadratic. The caller has waited in the trial's line before its transaction's first write.
 */
const decideIn = async ({ log }: Database, tx: Tx, trialId: string, command: TrialCommand): Promise<void> => {
  const stored = await loadTrial(tx, trialId);
  if (stored === undefined) throw new DomainError('not_found', `there is no trial ${trialId}`);
  const events = trial.decide(command, stored.state);
  if (events.length === 0) return;
  await log.appendIn(tx, [
    { stream: `trial-${trialId}`, expectedVersion: stored.version, events, metadata: stored.metadata },
  ]);
  await saveTrialState(tx, trialId, stored.version + events.length, events.reduce(trial.evolve, stored.state));
};

/** Changes a trial in one transaction; `guard` runs in it first, and where it answers false nothing is changed. */
export const changeTrial = (
  database: Database,
  trialId: string,
  command: TrialCommand,
  guard?: (tx: Tx) => Promise<boolean>,
): Promise<void> =>
  database.log.transaction(async (tx) => {
    await waitInLine(tx, `trial-${trialId}`);
    if (guard === undefined || (await guard(tx))) await decideIn(database, tx, trialId, command);
  });
