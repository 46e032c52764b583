import { canonicalJson, type Configuration } from '@ao/kernel';
import { finalists } from '@ao/science';
import { askStrategy, didBetter, newlyPruned } from './search-plan.js';
import { blockRange, blockTrial, currentFinalist, maxFinalists } from './gate-plan.js';
import type { Decision, Trial } from './training-job.events.js';
import type { Phase, Progress, TrackedTrial, TrainingJob } from './training-job.state.js';

/** A trial before it has an identity. */
export type PlannedTrial = Pick<Trial, 'configuration' | 'purpose' | 'arm' | 'round' | 'offset' | 'count'>;

/** A configuration that the search gave up after a round. */
export interface Pruned {
  readonly configurationHash: string;
  readonly round: number;
}

/** What a job needs next: its to-do list has one line at a time. */
export type Step =
  | { readonly kind: 'wait' }
  | { readonly kind: 'ask_lease' }
  | { readonly kind: 'acquire_lease' }
  | { readonly kind: 'schedule'; readonly trials: readonly PlannedTrial[]; readonly pruned: readonly Pruned[] }
  | { readonly kind: 'end_search'; readonly finalists: readonly Configuration[]; readonly reason: string; readonly pruned: readonly Pruned[] }
  | { readonly kind: 'compare_block'; readonly finalist: number; readonly block: number; readonly candidateTrialId: string; readonly incumbentTrialId: string }
  | { readonly kind: 'decide' }
  | { readonly kind: 'promote'; readonly decision: Decision }
  | { readonly kind: 'complete'; readonly outcome: 'promoted' | 'rejected' | 'held'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'return_lease' };

type GatePhase = Extract<Phase, { name: 'gate' }>;

const wait: Step = { kind: 'wait' };

/** Codes that end a job's spending but are not the platform's or the agent's failure. */
const spendingEnded: readonly string[] = ['resource_exhausted', 'failed_precondition'];

const failed = (progress: Progress): Step | undefined => {
  const failure = [...progress.trials.values()].find((trial) => trial.failure !== null)?.failure;
  if (!failure) return undefined;
  return spendingEnded.includes(failure.code)
    ? { kind: 'complete', outcome: 'held', reason: `no verdict: ${failure.reason}` }
    : { kind: 'fail', reason: failure.reason };
};

const searchReason = (better: number): string =>
  better === 0 ? 'no candidate did better than the incumbent in the search' : `${better} ${better === 1 ? 'candidate' : 'candidates'} did better than the incumbent in the search`;

const search = (progress: Progress): Step => {
  const ask = askStrategy(progress);
  if (ask.kind === 'wait') return wait;
  const pruned = newlyPruned(progress, ask.pruned);
  const incumbent = canonicalJson(progress.incumbent);
  if (ask.kind === 'trials') {
    const trials = ask.trials.map(({ key, configuration, round, offset, count }) => ({ configuration, round, offset, count, purpose: 'search', arm: key === incumbent ? 'incumbent' : 'candidate' }) as const);
    return { kind: 'schedule', trials, pruned };
  }
  const better = finalists(ask.ranking, progress.incumbent, Infinity).filter((configuration) => didBetter(progress, configuration));
  return { kind: 'end_search', finalists: better.slice(0, maxFinalists), reason: searchReason(better.length), pruned };
};

/** The trials of the block that is due which are not scheduled yet. */
const blockTrials = (progress: Progress, { comparison, finalists }: GatePhase): { candidate: TrackedTrial | undefined; incumbent: TrackedTrial | undefined; missing: PlannedTrial[] } => {
  const finalist = currentFinalist(finalists, comparison);
  const candidate = blockTrial(progress, 'candidate', finalist.configurationHash, comparison.blocks);
  const incumbent = blockTrial(progress, 'incumbent', progress.incumbentHash, comparison.blocks);
  const planned = { purpose: 'gate', round: comparison.blocks, ...blockRange(comparison) } as const;
  const missing: PlannedTrial[] = [
    ...(incumbent ? [] : [{ ...planned, configuration: progress.incumbent, arm: 'incumbent' } as const]),
    ...(candidate ? [] : [{ ...planned, configuration: finalist.configuration, arm: 'candidate' } as const]),
  ];
  return { candidate, incumbent, missing };
};

const gate = (progress: Progress, phase: GatePhase): Step => {
  const { comparison } = phase;
  if (comparison.gate.status !== 'undecided' || blockRange(comparison).count === 0) return { kind: 'decide' };
  const { candidate, incumbent, missing } = blockTrials(progress, phase);
  if (!candidate || !incumbent || missing.length > 0) return { kind: 'schedule', trials: missing, pruned: [] };
  return { kind: 'compare_block', finalist: comparison.finalist, block: comparison.blocks, candidateTrialId: candidate.trialId, incumbentTrialId: incumbent.trialId };
};

const phaseStep = (progress: Progress): Step => {
  switch (progress.phase.name) {
    case 'search':
      return search(progress);
    case 'gate':
      return gate(progress, progress.phase);
    case 'promotion':
      return { kind: 'promote', decision: progress.phase.decision };
    case 'settled':
      return { kind: 'complete', outcome: progress.phase.outcome, reason: progress.phase.reason };
  }
};

const measures = ({ name }: Phase): boolean => name === 'search' || name === 'gate';

const running = (progress: Progress): Step => (measures(progress.phase) ? failed(progress) : undefined) ?? (progress.open > 0 ? wait : phaseStep(progress));

/** What to do next, a pure function of the job: a process that dies asks again and gets the same answer. */
export const nextStep = (job: TrainingJob): Step => {
  switch (job.status) {
    case 'waiting':
      return job.paused ? wait : { kind: job.asked ? 'acquire_lease' : 'ask_lease' };
    case 'running':
      return running(job);
    case 'ended':
      // What was spent before the end is still being paid for: the lease goes back when every trial has ended.
      return job.leaseReturned || job.open > 0 ? wait : { kind: 'return_lease' };
    default:
      return wait;
  }
};
