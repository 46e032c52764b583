import { canonicalJson, type Configuration } from '@ao/kernel';
import { finalists } from '@ao/science';
import { askStrategy, newlyPruned } from './search-plan.js';
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
  | { readonly kind: 'acquire_lease' }
  | { readonly kind: 'schedule'; readonly trials: readonly PlannedTrial[]; readonly pruned: readonly Pruned[] }
  | { readonly kind: 'end_search'; readonly finalists: readonly Configuration[]; readonly reason: string; readonly pruned: readonly Pruned[] }
  | { readonly kind: 'compare_block'; readonly finalist: number; readonly block: number; readonly candidateTrialId: string; readonly incumbentTrialId: string }
  | { readonly kind: 'decide' }
  | { readonly kind: 'promote'; readonly decision: Decision }
  | { readonly kind: 'complete'; readonly outcome: 'promoted' | 'rejected' | 'held'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'return_lease' };

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
  const better = finalists(ask.ranking, progress.incumbent, Infinity);
  return { kind: 'end_search', finalists: better.slice(0, maxFinalists), reason: searchReason(better.length), pruned };
};

const missing = (trial: TrackedTrial | undefined, planned: PlannedTrial): PlannedTrial[] => (trial ? [] : [planned]);

const gate = (progress: Progress, phase: Extract<Phase, { name: 'gate' }>): Step => {
  const { comparison } = phase;
  const { count, offset } = blockRange(comparison);
  if (comparison.gate.status !== 'undecided' || count === 0) return { kind: 'decide' };
  const finalist = currentFinalist(phase.finalists, comparison);
  const block = comparison.blocks;
  const candidate = blockTrial(progress, 'candidate', finalist.configurationHash, block);
  const incumbent = blockTrial(progress, 'incumbent', progress.incumbentHash, block);
  if (candidate?.result && incumbent?.result)
    return { kind: 'compare_block', finalist: comparison.finalist, block, candidateTrialId: candidate.trialId, incumbentTrialId: incumbent.trialId };
  const planned = { purpose: 'gate', round: block, offset, count } as const;
  return {
    kind: 'schedule',
    trials: [
      ...missing(incumbent, { ...planned, configuration: progress.incumbent, arm: 'incumbent' }),
      ...missing(candidate, { ...planned, configuration: finalist.configuration, arm: 'candidate' }),
    ],
    pruned: [],
  };
};

const running = (progress: Progress): Step => {
  const end = progress.phase.name === 'settled' || progress.phase.name === 'promotion' ? undefined : failed(progress);
  if (end) return end;
  if (progress.open > 0) return wait;
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

/** What to do next, a pure function of the job: a process that dies asks again and gets the same answer. */
export const nextStep = (job: TrainingJob): Step => {
  switch (job.status) {
    case 'waiting':
      return job.paused ? wait : { kind: 'acquire_lease' };
    case 'running':
      return running(job);
    case 'ended':
      return job.leaseReturned ? wait : { kind: 'return_lease' };
    case 'absent':
    case 'denied':
    case 'paused':
    case 'ended_waiting':
      return wait;
  }
};
