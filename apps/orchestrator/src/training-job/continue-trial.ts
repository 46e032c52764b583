import type { evaluation } from '@ao/contracts';
import { isDomainError } from '@ao/kernel';
import { keptOf, type Progress, type TrainingJobCommand } from '@ao/domain-orchestrator';
import type { CallContextOptions } from '@ao/rpc';
import type { Peers } from '../orchestrator.peers.js';
import { readOutcomes } from './outcomes.js';

/** A trial of which nothing was recorded may not be known to the harness. */
const recorded = async (
  { evaluation: client }: Peers,
  trialId: string,
  call: CallContextOptions,
): Promise<readonly evaluation.Outcome[]> => {
  try {
    return await readOutcomes(client, trialId, call);
  } catch (error) {
    if (isDomainError(error, 'not_found')) return [];
    throw error;
  }
};

/** What of a trial that failed is recorded, and what is missing. */
export const continueTrial = async (
  trialId: string,
  { peers, job, call }: { readonly peers: Peers; readonly job: Progress; readonly call: CallContextOptions },
): Promise<TrainingJobCommand> => {
  const trial = job.trials.get(trialId);
  if (trial === undefined) throw new TypeError(`there is no trial ${trialId}`);
  const outcomes = await recorded(peers, trialId, call);
  return { type: 'ContinueTrial', data: { trialId, ...keptOf(trial, outcomes) } };
};
