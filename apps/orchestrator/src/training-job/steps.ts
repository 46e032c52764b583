import { servedCalibration } from '@ao/contracts';
import type { Configuration } from '@ao/kernel';
import type { VersionCalibration } from '@ao/science';
import type { EventStore } from '@ao/event-store';
import type { Progress, Step, TrainingJob, TrainingJobCommand, TrainingRequest } from '@ao/domain-orchestrator';
import type { CallContextOptions } from '@ao/rpc';
import type { LedgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { configurationHash, hashesOf } from './configuration-hash.js';
import { decide, fitCalibrator, pairedBlock, takeAlpha } from './gate-steps.js';
import { askApproval, promote, startCanary, withdrawCandidate } from './promotion-steps.js';

/** What a step is done with. */
export interface StepContext {
  readonly peers: Peers;
  readonly ledgers: LedgerCommands;
  /** The service's log, for a step that reads a whole history. */
  readonly store: EventStore;
  readonly job: TrainingJob;
  readonly call: Required<Pick<CallContextOptions, 'corrId' | 'causationId' | 'subject'>>;
}

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
      incumbentCalibration: servedCalibration(inForce.calibration) as VersionCalibration | null,
    },
  };
};

const returnLease = async ({ peers, job, call }: StepContext): Done => {
  const { leaseId, fencingToken } = progressOf(job).lease;
  await peers.lease.releaseLease({ leaseId, fencingToken }, call);
  return { type: 'ReturnLease', data: { leaseId } };
};

/** Does what a step of a granted job needs. */
// One case a step: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity
const performGranted = async (step: Step, context: StepContext): Promise<TrainingJobCommand | undefined> => {
  const granted = { ...context, job: progressOf(context.job) };
  switch (step.kind) {
    case 'schedule':
      return { type: 'ScheduleTrials', data: { hashes: hashesOf(step) } };
    case 'end_search':
      return { type: 'EndSearch', data: { hashes: hashesOf(step) } };
    case 'fit_calibrator':
      return fitCalibrator(step, granted);
    case 'reserve_alpha':
      return takeAlpha(step, granted);
    case 'compare_block':
    case 'confirm_block':
      return pairedBlock(step, granted);
    case 'decide':
      return decide(granted);
    case 'ask_approval':
      return askApproval(granted);
    case 'start_canary':
      return startCanary(granted);
    case 'promote':
      return promote(granted);
    case 'withdraw_candidate':
      return withdrawCandidate(step.unitId, granted);
    case 'complete':
      return { type: 'CompleteTraining', data: {} };
    case 'fail':
      return { type: 'FailTraining', data: { reason: step.reason } };
    case 'return_lease':
      return returnLease(context);
    default:
      return undefined;
  }
};

/** Does what a step needs from outside and says it as a command; nothing for a job that waits. */
export const perform = async (step: Step, context: StepContext): Promise<TrainingJobCommand | undefined> => {
  switch (step.kind) {
    case 'wait':
      return undefined;
    case 'ask_lease':
      return { type: 'AskLease', data: { leaseId: jobLease(requestOf(context.job).jobId) } };
    case 'acquire_lease':
      return acquireLease(context);
    default:
      return performGranted(step, context);
  }
};
