import type { Configuration } from '@ao/kernel';
import { verdict } from '@ao/science';
import { currentFinalist } from './gate-plan.js';
import type { Decision, TrainingJobEvent } from './training-job.events.js';
import type { TrainingJob } from './training-job.state.js';

/** One RFC 6902 operation on a top-level parameter. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: Configuration[string];
}

const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The RFC 6902 patch that turns one configuration into another, in the order of the parameters' names. */
export const configurationPatch = (from: Configuration, to: Configuration): PatchOperation[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((name): PatchOperation[] => {
    const before = from[name];
    const after = to[name];
    if (before === after) return [];
    if (after === undefined) return [{ op: 'remove', path: pointer(name) }];
    return [{ op: before === undefined ? 'add' : 'replace', path: pointer(name), value: after }];
  });

/** The verdict on the finalist that was compared; a promoted one suggests its unit. */
export const decidePromotion = (ids: { readonly decisionId: string; readonly unitId: string }, job: TrainingJob): readonly TrainingJobEvent[] => {
  if (job.status !== 'running' || job.phase.name !== 'gate') return [];
  const finalist = currentFinalist(job.phase.finalists, job.phase.comparison);
  const { outcome, reason, evidence } = verdict(job.phase.comparison.gate);
  const decision: Decision = {
    decisionId: ids.decisionId,
    slot: job.request.slot,
    leaseId: job.lease.leaseId,
    outcome,
    reason,
    candidate: finalist.configuration,
    candidateHash: finalist.configurationHash,
    incumbent: job.incumbent,
    incumbentHash: job.incumbentHash,
    evidence: { ...evidence, orderSeed: job.request.seed, taskSetHash: job.request.taskSet.hash, finalist: job.phase.comparison.finalist },
  };
  const patch = configurationPatch(job.incumbent, finalist.configuration);
  const decided: TrainingJobEvent = { type: 'PromotionDecided', data: decision };
  return outcome === 'promoted' ? [decided, { type: 'UnitSuggested', data: { unitId: ids.unitId, slot: job.request.slot, patch } }] : [decided];
};
