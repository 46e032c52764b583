import { canonicalJson, DomainError, type Configuration, type Decider } from '@ao/kernel';
import { initialJob, evolve } from './training-job.evolve.js';
import { nextStep, type Pruned, type Step } from './next-step.js';
import { decidePromotion } from './promotion.js';
import type { Hashes, TrainingJobCommand } from './training-job.commands.js';
import type { TrainingJobEvent, TrainingRequest, Trial, TrialContext } from './training-job.events.js';
import type { Progress, TrainingJob } from './training-job.state.js';

type Events = readonly TrainingJobEvent[];
type Data<Type extends TrainingJobCommand['type']> = Extract<TrainingJobCommand, { type: Type }>['data'];

const nothing: Events = [];

const existing = (job: TrainingJob): Exclude<TrainingJob, { status: 'absent' }> => {
  if (job.status === 'absent') throw new DomainError('not_found', 'there is no such training job');
  return job;
};

const request = (data: TrainingRequest, job: TrainingJob): Events => {
  if (job.status === 'absent') return [{ type: 'TrainingRequested', data }];
  if (job.request.fingerprint === data.fingerprint) return nothing;
  throw new DomainError('already_exists', 'this idempotency key was used for another training request', [
    { path: 'idempotency_key', message: 'send the same body again, or a new key' },
  ]);
};

/** A granted job starts, and its hints go in force. */
const acceptLease = (data: Data<'AcceptLease'>, job: TrainingJob): Events =>
  due(job, 'acquire_lease') && job.status === 'waiting'
    ? [
        { type: 'LeaseAccepted', data },
        { type: 'HintsApplied', data: { hints: job.request.hints } },
      ]
    : nothing;

const hashOf = (hashes: Hashes, configuration: Configuration): string => {
  const hash = hashes.get(canonicalJson(configuration));
  if (hash === undefined) throw new DomainError('internal', `no hash was given for ${canonicalJson(configuration)}`);
  return hash;
};

/** The step that is due, if it is of that kind: a late or repeated command finds another and does nothing. */
const due = <Kind extends Step['kind']>(job: TrainingJob, kind: Kind): Extract<Step, { kind: Kind }> | undefined => {
  const step = nextStep(job);
  return step.kind === kind ? (step as Extract<Step, { kind: Kind }>) : undefined;
};

const pruned = (data: Pruned): TrainingJobEvent => ({ type: 'CandidatePruned', data });

const trialContext = ({ request: { agent, taskSet, seed }, lease }: Progress, purpose: Trial['purpose']): TrialContext => ({
  miniAgent: agent.id,
  agentVersion: agent.version,
  runtime: agent.runtime,
  taskSet: `${taskSet.name}@${taskSet.hash}`,
  splits: purpose === 'gate' ? ['holdout'] : agent.searchSplits,
  orderSeed: seed,
  lease,
  maxTokensPerEpisode: agent.maxTokensPerEpisode,
  maxCostMicrosPerEpisode: agent.maxCostMicrosPerEpisode,
  episodeTimeoutMs: agent.episodeTimeoutMs,
});

const schedule = ({ hashes }: Data<'ScheduleTrials'>, job: TrainingJob): Events => {
  const step = due(job, 'schedule');
  if (!step || job.status !== 'running') return nothing;
  const first = job.trials.size;
  return [
    ...step.pruned.map(pruned),
    ...step.trials.map((trial, index): TrainingJobEvent => ({
      type: 'TrialScheduled',
      data: { ...trial, trialId: `${job.request.jobId}.${first + index + 1}`, configurationHash: hashOf(hashes, trial.configuration), context: trialContext(job, trial.purpose) },
    })),
  ];
};

const endSearch = ({ hashes }: Data<'EndSearch'>, job: TrainingJob): Events => {
  const step = due(job, 'end_search');
  if (!step) return nothing;
  const finalists = step.finalists.map((configuration) => ({ configuration, configurationHash: hashOf(hashes, configuration) }));
  return [...step.pruned.map(pruned), { type: 'SearchEnded', data: { finalists, reason: step.reason } }];
};

const observe = (data: Data<'ObserveTrial'>, job: TrainingJob): Events => {
  if (job.status !== 'running' && job.status !== 'paused' && job.status !== 'ended') return nothing;
  const trial = job.trials.get(data.trialId);
  return trial && trial.result === null ? [{ type: 'TrialEnded', data }] : nothing;
};

const compare = (data: Data<'CompareBlock'>, job: TrainingJob): Events => {
  const step = due(job, 'compare_block');
  if (!step || step.finalist !== data.finalist || step.block !== data.block) return nothing;
  const lengths = [data.itemIds, data.candidate.solved, data.incumbent.solved].map(({ length }) => length);
  if (new Set(lengths).size > 1) throw new DomainError('internal', `block ${data.block} is not paired: ${lengths.join(', ')} outcomes`);
  return [{ type: 'BlockCompared', data }];
};

const complete = (job: TrainingJob): Events => {
  const step = due(job, 'complete');
  return step ? [{ type: 'TrainingCompleted', data: { outcome: step.outcome, reason: step.reason } }] : nothing;
};

const cancel = (data: Data<'CancelTraining'>, job: TrainingJob): Events => {
  const known = existing(job);
  switch (known.status) {
    case 'waiting':
    case 'running':
    case 'paused':
      return [{ type: 'TrainingCancelled', data }];
    case 'ended':
    case 'ended_waiting':
      if (known.end === 'cancelled') return nothing;
      throw new DomainError('failed_precondition', `the job is ${known.end}: only a job that has not ended can be cancelled`);
    case 'denied':
      throw new DomainError('failed_precondition', 'the job was denied: only a job that has not ended can be cancelled');
  }
};

const ended = (job: TrainingJob, verb: string): never => {
  throw new DomainError('failed_precondition', `the job has ended (${'end' in job ? job.end : job.status}): only a job that has not ended can be ${verb}`);
};

const pause = (job: TrainingJob): Events => {
  const known = existing(job);
  if (known.status === 'paused' || (known.status === 'waiting' && known.paused)) return nothing;
  return known.status === 'running' || known.status === 'waiting' ? [{ type: 'TrainingPaused', data: {} }] : ended(known, 'paused');
};

const resume = (job: TrainingJob): Events => {
  const known = existing(job);
  if (known.status === 'running' || (known.status === 'waiting' && !known.paused)) return nothing;
  return known.status === 'paused' || known.status === 'waiting' ? [{ type: 'TrainingResumed', data: {} }] : ended(known, 'resumed');
};

const fail = (data: Data<'FailTraining'>, job: TrainingJob): Events =>
  job.status === 'running' || job.status === 'paused' || job.status === 'waiting' ? [{ type: 'TrainingFailed', data }] : nothing;

const settlePromotion = (command: Extract<TrainingJobCommand, { type: 'RecordPromotion' | 'RefusePromotion' }>, job: TrainingJob): Events => {
  if (!due(job, 'promote')) return nothing;
  return command.type === 'RecordPromotion' ? [{ type: 'UnitPromoted', data: command.data }] : [{ type: 'PromotionRefused', data: command.data }];
};

// One case a command, each one call: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity
const decide = (command: TrainingJobCommand, job: TrainingJob): Events => {
  switch (command.type) {
    case 'RequestTraining':
      return request(command.data, job);
    case 'AskLease':
      return due(job, 'ask_lease') ? [{ type: 'LeaseAsked', data: command.data }] : nothing;
    case 'AcceptLease':
      return acceptLease(command.data, job);
    case 'DenyTraining':
      return due(job, 'acquire_lease') ? [{ type: 'TrainingDenied', data: command.data }] : nothing;
    case 'ScheduleTrials':
      return schedule(command.data, job);
    case 'EndSearch':
      return endSearch(command.data, job);
    case 'ObserveTrial':
      return observe(command.data, job);
    case 'CompareBlock':
      return compare(command.data, job);
    case 'DecidePromotion':
      return due(job, 'decide') ? decidePromotion(command.data, job) : nothing;
    case 'RecordPromotion':
    case 'RefusePromotion':
      return settlePromotion(command, job);
    case 'CompleteTraining':
      return complete(job);
    case 'FailTraining':
      return fail(command.data, job);
    case 'CancelTraining':
      return cancel(command.data, job);
    case 'PauseTraining':
      return pause(job);
    case 'ResumeTraining':
      return resume(job);
    case 'ReturnLease':
      return due(job, 'return_lease') ? [{ type: 'LeaseReturned', data: command.data }] : nothing;
  }
};

/** A training job's story: what was asked, granted, run, compared and decided. */
export const trainingJob: Decider<TrainingJobCommand, TrainingJobEvent, TrainingJob> = { initial: initialJob, decide, evolve };
