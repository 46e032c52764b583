import { canonicalJson, DomainError, type Configuration, type Decider } from '@ao/kernel';
import { initialJob, evolve } from './training-job.evolve.js';
import { due } from './steps/due.js';
import { acceptAlpha, compareBlock, fitCalibrator } from './gate/gate.decider.js';
import { priceOf } from './budget/caps.js';
import { reservedItems } from './gate/gate-plan.js';
import { cancel, fail, pause, resume } from './job-control.js';
import { endOverdue, endSearchTime } from './time/overdue.js';
import { noteStall } from './time/stall.js';
import { decidePromotion } from './promotion/promotion.js';
import { recordCanary, say } from './promotion/promotion-says.js';
import type { Pruned } from './steps/steps.js';
import type { Data, Hashes, TrainingJobCommand } from './training-job.commands.js';
import type { TrainingJobEvent, Trial, TrialContext } from './training-job.events.js';
import { keyReused } from './start/key-reused.js';
import type { TrainingRequest } from './start/training-request.js';
import type { Progress, TrainingJob } from './training-job.state.js';

type Events = readonly TrainingJobEvent[];

const nothing: Events = [];

const request = (data: TrainingRequest, job: TrainingJob): Events => {
  if (job.status === 'absent') return [{ type: 'TrainingRequested', data }];
  if (job.request.fingerprint === data.fingerprint) return nothing;
  throw keyReused(job.request, data);
};

/** A granted job starts, and its hints go in force. */
const acceptLease = (data: Data<'AcceptLease'>, job: TrainingJob): Events =>
  due(job, 'acquire_lease') && (job.status === 'waiting' || job.status === 'running')
    ? [
        { type: 'LeaseAccepted', data },
        { type: 'HintsApplied', data: { hints: job.request.hints } },
      ]
    : nothing;

/** A job that has run cannot be denied any more: it fails, and may be resumed again. */
const deny = (data: Data<'DenyTraining'>, job: TrainingJob): Events => {
  if (!due(job, 'acquire_lease')) return nothing;
  return job.status === 'waiting'
    ? [{ type: 'TrainingDenied', data }]
    : [{ type: 'TrainingFailed', data: { reason: `the lease to go on was denied: ${data.reason}` } }];
};

const hashOf = (hashes: Hashes, configuration: Configuration): string => {
  const hash = hashes.get(canonicalJson(configuration));
  if (hash === undefined) throw new DomainError('internal', `no hash was given for ${canonicalJson(configuration)}`);
  return hash;
};

const pruned = (data: Pruned): TrainingJobEvent => ({ type: 'CandidatePruned', data });

const trialContext = (progress: Progress, purpose: Trial['purpose']): TrialContext => {
  const {
    request: { agent, taskSet, seed },
    lease,
  } = progress;
  const searching = purpose === 'search';
  return {
    miniAgent: agent.id,
    agentVersion: agent.version,
    runtime: agent.runtime,
    taskSet: `${taskSet.name}@${taskSet.hash}`,
    splits: searching ? agent.searchSplits : ['holdout'],
    orderSeed: seed,
    reservedItems: searching ? 0 : reservedItems(progress),
    lease,
    maxTokensPerEpisode: agent.maxTokensPerEpisode,
    maxCostMicrosPerEpisode: agent.maxCostMicrosPerEpisode,
    episodeTimeoutMs: agent.episodeTimeoutMs,
    ...(agent.maxConcurrency === undefined ? {} : { maxConcurrency: agent.maxConcurrency }),
    ...(progress.plan && {
      reserveTokensPerEpisode: priceOf(progress, 'tokens'),
      reserveCostMicrosPerEpisode: priceOf(progress, 'costMicros'),
    }),
  };
};

const schedule = ({ hashes }: Data<'ScheduleTrials'>, job: TrainingJob): Events => {
  const step = due(job, 'schedule');
  if (!step || job.status !== 'running') return nothing;
  const first = job.trials.size;
  return [
    ...step.pruned.map(pruned),
    ...step.trials.map((trial, index): TrainingJobEvent => ({
      type: 'TrialScheduled',
      data: {
        ...trial,
        trialId: `${job.request.jobId}.${first + index + 1}`,
        configurationHash: hashOf(hashes, trial.configuration),
        context: trialContext(job, trial.purpose),
      },
    })),
  ];
};

const endSearch = ({ hashes }: Data<'EndSearch'>, job: TrainingJob): Events => {
  const step = due(job, 'end_search');
  if (!step) return nothing;
  const finalists = step.finalists.map((configuration) => ({
    configuration,
    configurationHash: hashOf(hashes, configuration),
  }));
  return [...step.pruned.map(pruned), { type: 'SearchEnded', data: { finalists, reason: step.reason } }];
};

const plan = (job: TrainingJob): Events => {
  const step = due(job, 'plan_episodes');
  if (!step) return nothing;
  const { kind: _, ...data } = step;
  return [{ type: 'EpisodesPlanned', data }];
};

/** What is missing of a trial is run by trials of its own: nothing that is recorded is run, or paid, again. */
const continueTrial = (data: Data<'ContinueTrial'>, job: TrainingJob): Events => {
  const trial = due(job, 'continue_trial')?.trialId === data.trialId && 'trials' in job && job.trials.get(data.trialId);
  if (!trial || job.status !== 'running') return nothing;
  const {
    trialId: _id,
    result: _result,
    failure: _failure,
    setAside: _aside,
    reservedItems: _items,
    ...planned
  } = trial;
  const context = trialContext(job, trial.purpose);
  return [
    { type: 'TrialContinued', data },
    ...data.missing.map((range, index): TrainingJobEvent => ({
      type: 'TrialScheduled',
      data: {
        ...planned,
        ...range,
        trialId: `${job.request.jobId}.${job.trials.size + index + 1}`,
        continues: data.trialId,
        context,
      },
    })),
  ];
};

const observe = (data: Data<'ObserveTrial'>, job: TrainingJob): Events => {
  if (job.status !== 'running' && job.status !== 'paused' && job.status !== 'ended') return nothing;
  const trial = job.trials.get(data.trialId);
  return trial && trial.result === null ? [{ type: 'TrialEnded', data }] : nothing;
};

const complete = (job: TrainingJob): Events => {
  const step = due(job, 'complete');
  if (!step) return nothing;
  const { kind: _, ...data } = step;
  return [{ type: 'TrainingCompleted', data }];
};

const withdraw = ({ unitId }: Data<'WithdrawCandidate'>, job: TrainingJob): Events =>
  due(job, 'withdraw_candidate')?.unitId === unitId ? [{ type: 'CandidateWithdrawn', data: { unitId } }] : nothing;

const askApproval = ({ unitId }: Data<'AskApproval'>, job: TrainingJob): Events => {
  if (!due(job, 'ask_approval') || job.status !== 'running' || job.phase.name !== 'promotion') return nothing;
  return [
    { type: 'ApprovalAsked', data: { unitId, decisionId: job.phase.decision.decisionId, slot: job.request.slot } },
  ];
};

/** A promotion can be refused at each of its steps: at the canary's start, at the label's, at the last. */
const promoting = (job: TrainingJob): boolean =>
  [due(job, 'promote'), due(job, 'ask_approval'), due(job, 'start_canary')].some(Boolean);

const recordPromotion = (data: Data<'RecordPromotion'>, job: TrainingJob): Events =>
  due(job, 'promote') ? [{ type: 'UnitPromoted', data }] : nothing;

const refusePromotion = (data: Data<'RefusePromotion'>, job: TrainingJob): Events =>
  promoting(job) ? [{ type: 'PromotionRefused', data }] : nothing;

type Decisions = { readonly [Type in TrainingJobCommand['type']]: (data: Data<Type>, job: TrainingJob) => Events };

/** One line a command. */
const decisions: Decisions = {
  RequestTraining: request,
  AskLease: (data, job) => (due(job, 'ask_lease') ? [{ type: 'LeaseAsked', data }] : nothing),
  AcceptLease: acceptLease,
  DenyTraining: deny,
  ScheduleTrials: schedule,
  EndSearch: endSearch,
  ObserveTrial: observe,
  FitCalibrator: fitCalibrator,
  AcceptAlpha: acceptAlpha,
  CompareBlock: (data, job) => compareBlock('compare_block', data, job),
  ConfirmBlock: (data, job) => compareBlock('confirm_block', data, job),
  DecidePromotion: (data, job) => (due(job, 'decide') ? decidePromotion(data, job) : nothing),
  AskApproval: askApproval,
  ApprovePromotion: (data, job) => say('PromotionApproved', data, job),
  DeclinePromotion: (data, job) => say('PromotionDeclined', data, job),
  StartCanary: (data, job) => (due(job, 'start_canary') ? [{ type: 'CanaryStarted', data }] : nothing),
  RecordCanary: recordCanary,
  WithdrawCandidate: withdraw,
  RecordPromotion: recordPromotion,
  RefusePromotion: refusePromotion,
  CompleteTraining: (_, job) => complete(job),
  FailTraining: fail,
  CancelTraining: cancel,
  PauseTraining: (_, job) => pause(job),
  ResumeTraining: resume,
  PlanEpisodes: (_, job) => plan(job),
  ContinueTrial: continueTrial,
  EndOverdue: endOverdue,
  EndSearchTime: (_, job) => endSearchTime(job),
  NoteStall: noteStall,
  ReturnLease: (data, job) => (due(job, 'return_lease') ? [{ type: 'LeaseReturned', data }] : nothing),
};

const decide = <Type extends TrainingJobCommand['type']>(
  { type, data }: { readonly type: Type; readonly data: Data<Type> },
  job: TrainingJob,
): Events => decisions[type](data, job);

/** A training job's story: what was asked, granted, run, compared and decided. */
export const trainingJob: Decider<TrainingJobCommand, TrainingJobEvent, TrainingJob> = {
  initial: initialJob,
  decide: decide,
  evolve,
};
