import { servedCalibration, type logic } from '@ao/contracts';
import type { VersionCalibration } from '@ao/science';
import type { EventStore } from '@ao/event-store';
import { spentSoFar, type Budget, type Incumbent } from '@ao/domain-orchestrator';
import type { Progress, Step, TrainingJob, TrainingJobCommand, TrainingRequest } from '@ao/domain-orchestrator';
import type { CallContextOptions } from '@ao/rpc';
import type { LedgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { continueTrial } from './continue-trial.js';
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

/** A job that is resumed after its end gets another lease. */
const jobLease = (jobId: string, job: TrainingJob): string => {
  const reopened = 'reopened' in job ? (job.reopened ?? 0) : 0;
  return reopened === 0 ? `lease-${jobId}` : `lease-${jobId}-${reopened + 1}`;
};

/** What is left of the caps: all of them for a job that has not run. */
const capsLeft = (job: TrainingJob): Omit<Budget, 'wallMs'> => {
  const { budget } = requestOf(job);
  const spent = 'trials' in job ? spentSoFar(job) : { episodes: 0, tokens: 0, costMicros: 0 };
  return {
    episodes: Math.max(0, budget.episodes - spent.episodes),
    tokens: Math.max(0, budget.tokens - spent.tokens),
    costMicros: Math.max(0, budget.costMicros - spent.costMicros),
  };
};

const requestOf = (job: TrainingJob): TrainingRequest => {
  if (job.status === 'absent') throw new TypeError('an absent job has no steps');
  return job.request;
};
const progressOf = (job: TrainingJob): Progress => {
  if ('lease' in job) return job;
  throw new TypeError(`a job that is ${job.status} has no lease`);
};

/** What the slot serves; what a resumed job is compared with stays as it was. */
const incumbentOf = (job: TrainingJob, inForce: logic.GetSlotResponse): Incumbent => {
  if ('incumbent' in job) {
    const { incumbent, incumbentHash, slotBaseHash, incumbentCalibration } = job;
    return { incumbent, incumbentHash, slotBaseHash, incumbentCalibration };
  }
  const incumbent = inForce.configuration ?? requestOf(job).agent.defaults;
  return {
    incumbent,
    incumbentHash: configurationHash(incumbent),
    slotBaseHash: inForce.configurationHash,
    incumbentCalibration: servedCalibration(inForce.calibration) as VersionCalibration | null,
  };
};

const acquireLease = async ({ peers, job, call }: StepContext): Done => {
  const { jobId, agent, budget, slot, subject } = requestOf(job);
  const leaseId = jobLease(jobId, job);
  const [inForce, answer] = await Promise.all([
    peers.logic.getSlot({ slot }, call),
    peers.lease.acquireLease(
      {
        leaseId,
        request: {
          principal: subject,
          subject: `job:${jobId}`,
          capability: 'training.run',
          resource: `agent:${agent.id}`,
          budget: capsLeft(job),
          wallMs: budget.wallMs,
        },
      },
      call,
    ),
  ]);
  if (!answer.granted) return { type: 'DenyTraining', data: { policies: answer.policies, reason: answer.reason } };
  return {
    type: 'AcceptLease',
    data: {
      leaseId,
      fencingToken: answer.fencingToken,
      expiresAtMs: answer.expiresAtMs,
      ...incumbentOf(job, inForce),
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
// eslint-disable-next-line complexity -- one line a case
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
    case 'plan_episodes':
      return { type: 'PlanEpisodes', data: {} };
    case 'continue_trial':
      return continueTrial(step.trialId, granted);
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
      return { type: 'AskLease', data: { leaseId: jobLease(requestOf(context.job).jobId, context.job) } };
    case 'acquire_lease':
      return acquireLease(context);
    default:
      return performGranted(step, context);
  }
};
