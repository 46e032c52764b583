import { isDomainError, type Configuration } from '@ao/kernel';
import { configurationPatch, type Progress, type Step, type TrainingJob, type TrainingJobCommand, type TrainingRequest } from '@ao/domain-orchestrator';
import type { CallContextOptions } from '@ao/rpc';
import type { Peers } from '../orchestrator.peers.js';
import { configurationHash, hashesOf } from './configuration-hash.js';
import { blockOutcomes } from './outcomes.js';

/** What a step is done with. */
export interface StepContext {
  readonly peers: Peers;
  readonly job: TrainingJob;
  readonly call: CallContextOptions;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;
type Done = Promise<TrainingJobCommand>;

const jobLease = (jobId: string): string => `lease-${jobId}`;
const requestOf = (job: TrainingJob): TrainingRequest => {
  if (job.status === 'absent') throw new TypeError('an absent job has no steps');
  return job.request;
};
const progressOf = (job: TrainingJob): Progress => {
  if ('lease' in job) return job;
  throw new TypeError(`a job that is ${job.status} has no lease`);
};

const acquireLease = async ({ peers, job, call }: StepContext): Done => {
  const { jobId, agent, budget, slot, subject } = requestOf(job);
  const [inForce, answer] = await Promise.all([
    peers.logic.getSlot({ slot }, call),
    peers.lease.acquireLease(
      {
        leaseId: jobLease(jobId),
        request: {
          principal: subject,
          subject: `job:${jobId}`,
          capability: 'training.run',
          resource: `agent:${agent.id}`,
          budget: { episodes: budget.episodes, tokens: budget.tokens, costMicros: budget.costMicros },
          wallMs: budget.wallMs,
        },
      },
      call,
    ),
  ]);
  if (!answer.granted) return { type: 'DenyTraining', data: { policies: answer.policies, reason: answer.reason } };
  const incumbent = (inForce.configuration as Configuration | undefined) ?? agent.defaults;
  return {
    type: 'AcceptLease',
    data: {
      leaseId: jobLease(jobId),
      fencingToken: answer.fencingToken,
      expiresAtMs: answer.expiresAtMs,
      incumbent,
      incumbentHash: configurationHash(incumbent),
      slotBaseHash: inForce.configurationHash,
    },
  };
};

const compareBlock = async (step: StepOf<'compare_block'>, { peers, call }: StepContext): Done => {
  const [candidate, incumbent] = await Promise.all([
    blockOutcomes(peers.evaluation, step.candidateTrialId, call),
    blockOutcomes(peers.evaluation, step.incumbentTrialId, call),
  ]);
  return {
    type: 'CompareBlock',
    data: { finalist: step.finalist, block: step.block, itemIds: incumbent.itemIds, candidate: candidate.outcomes, incumbent: incumbent.outcomes },
  };
};

const unitIdOf = (job: TrainingJob): string => `unit-${requestOf(job).jobId}`;

const manifest = ({ decision }: StepOf<'promote'>, { job, call }: StepContext) => {
  const { request, slotBaseHash, lease, incumbent, trials } = progressOf(job);
  const proof = [...trials.values()].filter((trial) => trial.purpose === 'gate' && trial.configurationHash === decision.candidateHash).at(-1);
  return {
    unitId: unitIdOf(job),
    version: '1.0.0',
    title: `${request.agent.id} tuned on ${request.taskSet.name}`,
    kind: 'config',
    patches: [
      {
        slot: request.slot,
        operations: configurationPatch(slotBaseHash === '' ? {} : incumbent, decision.candidate).map((operation) => ({ ...operation })),
        baseHash: slotBaseHash,
        resultHash: decision.candidateHash,
        result: { ...decision.candidate },
      },
    ],
    provenance: { jobId: request.jobId, trialId: proof?.trialId ?? '', decisionId: decision.decisionId, leaseId: lease.leaseId, corrId: call.corrId ?? '' },
  };
};

const refusals: readonly string[] = ['failed_precondition', 'permission_denied', 'invalid_argument'];

const promotionLease = async (leaseId: string, { peers, job, call }: StepContext) => {
  const { request } = progressOf(job);
  const nothing = { episodes: 0, tokens: 0, costMicros: 0 };
  const asked = { principal: request.subject, subject: `job:${request.jobId}`, capability: 'slot.promote', resource: `slot:${request.slot}`, budget: nothing, wallMs: 600_000 };
  return peers.lease.acquireLease({ leaseId, request: asked }, call);
};

/** Installs the unit, and promotes it under a lease of its own. A refusal is an outcome, and leaves the unit for a person to promote; an outage is tried again. */
const promote = async (step: StepOf<'promote'>, context: StepContext): Done => {
  const { peers, job, call } = context;
  const unitId = unitIdOf(job);
  const leaseId = `lease-promotion-${requestOf(job).jobId}`;
  try {
    await peers.logic.installUnit({ manifest: manifest(step, context) }, call);
    const { granted, fencingToken, reason } = await promotionLease(leaseId, context);
    if (!granted) return { type: 'RefusePromotion', data: { unitId, reason } };
    const { slots } = await peers.logic.promoteUnit({ unitId, decisionId: step.decision.decisionId, leaseId, fencingToken }, call);
    await peers.lease.releaseLease({ leaseId, fencingToken }, call);
    return { type: 'RecordPromotion', data: { unitId, slotVersion: slots[0]?.version ?? 0 } };
  } catch (error) {
    if (isDomainError(error) && refusals.includes(error.code)) return { type: 'RefusePromotion', data: { unitId, reason: error.message } };
    throw error;
  }
};

const returnLease = async ({ peers, job, call }: StepContext): Done => {
  const { leaseId, fencingToken } = progressOf(job).lease;
  await peers.lease.releaseLease({ leaseId, fencingToken }, call);
  return { type: 'ReturnLease', data: { leaseId } };
};

const decide = ({ job }: StepContext): TrainingJobCommand => {
  const { request, phase } = progressOf(job);
  const finalist = phase.name === 'gate' ? phase.comparison.finalist : 0;
  return { type: 'DecidePromotion', data: { decisionId: `decision-${request.jobId}-${finalist + 1}`, unitId: unitIdOf(job) } };
};

/** Does what a step needs from outside and says it as a command; nothing for a job that waits. */
// One case a step: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity
export const perform = async (step: Step, context: StepContext): Promise<TrainingJobCommand | undefined> => {
  switch (step.kind) {
    case 'wait':
      return undefined;
    case 'ask_lease':
      return { type: 'AskLease', data: { leaseId: jobLease(requestOf(context.job).jobId) } };
    case 'acquire_lease':
      return acquireLease(context);
    case 'schedule':
      return { type: 'ScheduleTrials', data: { hashes: hashesOf(step) } };
    case 'end_search':
      return { type: 'EndSearch', data: { hashes: hashesOf(step) } };
    case 'compare_block':
      return compareBlock(step, context);
    case 'decide':
      return decide(context);
    case 'promote':
      return promote(step, context);
    case 'complete':
      return { type: 'CompleteTraining', data: {} };
    case 'fail':
      return { type: 'FailTraining', data: { reason: step.reason } };
    case 'return_lease':
      return returnLease(context);
  }
};
