import { DomainError, type Configuration } from '@ao/kernel';
import { honestGain, verdict, type Gain } from '@ao/science';
import { currentFinalist } from './gate-plan.js';
import type { Data } from './training-job.commands.js';
import type { Decision, TrainingJobEvent } from './training-job.events.js';
import type { Comparison, Phase, Progress, TrainingJob } from './training-job.state.js';

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

const gainOf = ({ confirmation }: Comparison): Gain | null => (confirmation.pairs.length === 0 ? null : honestGain(confirmation.pairs));

const decisionOn = (data: Data<'DecidePromotion'>, job: Progress, { finalists, comparison }: Extract<Phase, { name: 'gate' }>): Decision => {
  const finalist = currentFinalist(finalists, comparison);
  if (comparison.gate === null || comparison.grant === null) throw new DomainError('internal', 'there is no comparison to decide on');
  const { outcome, code, reason, evidence } = verdict(comparison.gate);
  const { test, look, looksAllowed } = comparison.grant;
  const { request, lease } = job;
  return {
    decisionId: data.decisionId,
    slot: request.slot,
    leaseId: lease.leaseId,
    outcome,
    reason,
    candidate: finalist.configuration,
    candidateHash: finalist.configurationHash,
    incumbent: job.incumbent,
    incumbentHash: job.incumbentHash,
    evidence: { ...evidence, code, orderSeed: request.seed, taskSetHash: request.taskSet.hash, finalist: comparison.finalist, test, look, freshHoldoutDue: look >= looksAllowed },
    gain: gainOf(comparison),
    outcomesHash: data.outcomesHash,
  };
};

/** The verdict on the finalist that was compared; a promoted one suggests its unit. */
export const decidePromotion = (data: Data<'DecidePromotion'>, job: TrainingJob): readonly TrainingJobEvent[] => {
  if (job.status !== 'running' || job.phase.name !== 'gate') return [];
  const decision = decisionOn(data, job, job.phase);
  const decided: TrainingJobEvent = { type: 'PromotionDecided', data: decision };
  const patch = configurationPatch(job.incumbent, decision.candidate);
  return decision.outcome === 'promoted' ? [decided, { type: 'UnitSuggested', data: { unitId: data.unitId, slot: job.request.slot, patch } }] : [decided];
};

const canary = ({ unitId, outcome, reason }: Data<'RecordCanary'>, phase: Extract<Phase, { name: 'promotion' }>): readonly TrainingJobEvent[] =>
  phase.stage === 'canary' && phase.unitId === unitId ? [{ type: 'CanaryEnded', data: { unitId, outcome, reason } }] : [];

const notWaiting = (verb: string): never => {
  throw new DomainError('failed_precondition', `no promotion of this job waits for a person: there is nothing to be ${verb}`);
};

const isActive = (job: TrainingJob): job is Extract<TrainingJob, { status: 'running' | 'paused' }> => job.status === 'running' || job.status === 'paused';

/** A person's yes or no, while the promotion waits for one or its canary runs. The same person's same word again changes nothing. */
export const say = (type: 'PromotionApproved' | 'PromotionDeclined', said: Data<'ApprovePromotion'>, job: TrainingJob): readonly TrainingJobEvent[] => {
  if (job.status === 'absent') throw new DomainError('not_found', 'there is no such training job');
  if (said.reason.trim() === '' || said.reason.length > 1000)
    throw new DomainError('invalid_argument', 'a person who decides says why', [{ path: 'reason', message: 'must have 1 to 1000 characters' }]);
  const verb = type === 'PromotionApproved' ? 'approved' : 'declined';
  if (!isActive(job) || job.phase.name !== 'promotion') return notWaiting(verb);
  if (job.phase.stage === 'granted' && type === 'PromotionApproved' && job.phase.approval !== null) return [];
  if (job.phase.stage !== 'asked' && job.phase.stage !== 'canary') return notWaiting(verb);
  return [{ type, data: { ...said, decisionId: job.phase.decision.decisionId } }];
};

/** How a canary ended, if this job waits for it. */
export const recordCanary = (data: Data<'RecordCanary'>, job: TrainingJob): readonly TrainingJobEvent[] => (isActive(job) && job.phase.name === 'promotion' ? canary(data, job.phase) : []);
