import { canonicalJson, type Configuration } from '@ao/kernel';
import { finalists } from '@ao/science';
import { maxFinalists } from '../gate/gate-plan.js';
import { gateStep } from '../gate/gate-step.js';
import { promotionRules } from '../promotion/promotion-rules.js';
import { askStrategy, didBetter, newlyPruned, rankingSoFar } from '../search/search-plan.js';
import type { Step } from './steps.js';
import type { Phase, Progress, TrainingJob } from '../training-job.state.js';

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
  better === 0
    ? 'no candidate did better than the incumbent in the search'
    : `${better} ${better === 1 ? 'candidate' : 'candidates'} did better than the incumbent in the search`;

const searchEnded = (progress: Progress, ranking: readonly Configuration[], given: readonly string[]): Step => {
  const better = finalists(ranking, progress.incumbent, Infinity).filter((configuration) =>
    didBetter(progress, configuration),
  );
  return {
    kind: 'end_search',
    finalists: better.slice(0, maxFinalists),
    reason: `${searchReason(better.length)}${progress.searchTimeOver ? '; it ended early: its part of the wall time was over' : ''}`,
    pruned: newlyPruned(progress, given),
  };
};

const search = (progress: Progress): Step => {
  const ask = askStrategy(progress);
  if (ask.kind === 'wait') return wait;
  if (ask.kind === 'trials' && progress.searchTimeOver)
    return searchEnded(progress, rankingSoFar(progress, ask.pruned), ask.pruned);
  const pruned = newlyPruned(progress, ask.pruned);
  const incumbent = canonicalJson(progress.incumbent);
  if (ask.kind === 'trials') {
    const trials = ask.trials.map(
      ({ key, configuration, round, offset, count }) =>
        ({
          configuration,
          round,
          offset,
          count,
          purpose: 'search',
          arm: key === incumbent ? 'incumbent' : 'candidate',
        }) as const,
    );
    return { kind: 'schedule', trials, pruned };
  }
  return searchEnded(progress, ask.ranking, ask.pruned);
};

/** While others decide nothing is spent: the lease goes back before. */
const waitWithoutLease = ({ leaseReturned }: Progress): Step => (leaseReturned ? wait : { kind: 'return_lease' });

const firstStep = {
  automatic: { kind: 'promote' },
  approval: { kind: 'ask_approval' },
  canary: { kind: 'start_canary' },
} as const;

const promotion = (progress: Progress, { stage }: Extract<Phase, { name: 'promotion' }>): Step => {
  switch (stage) {
    case 'due':
      return firstStep[promotionRules(progress.request).mode];
    case 'granted':
      return { kind: 'promote' };
    case 'asked':
    case 'canary':
      return waitWithoutLease(progress);
  }
};

/** A unit that did not make it gives the label back before the job ends. */
const settled = ({ candidateUnit }: Progress, { outcome, reason }: Extract<Phase, { name: 'settled' }>): Step =>
  candidateUnit === null
    ? { kind: 'complete', outcome, reason }
    : { kind: 'withdraw_candidate', unitId: candidateUnit };

const phaseStep = (progress: Progress): Step => {
  switch (progress.phase.name) {
    case 'search':
      return search(progress);
    case 'gate':
      return gateStep(progress, progress.phase);
    case 'promotion':
      return promotion(progress, progress.phase);
    case 'settled':
      return settled(progress, progress.phase);
  }
};

const measures = ({ name }: Phase): boolean => name === 'search' || name === 'gate';

const running = (progress: Progress): Step =>
  progress.fault === undefined ? following(progress) : { kind: 'fail', reason: progress.fault };

const following = (progress: Progress): Step =>
  (measures(progress.phase) ? failed(progress) : undefined) ?? (progress.open > 0 ? wait : phaseStep(progress));

/** What was spent before the end is still being paid for: the lease goes back when every trial has ended. */
const ended = ({ candidateUnit, leaseReturned, open }: Progress): Step => {
  if (candidateUnit !== null) return { kind: 'withdraw_candidate', unitId: candidateUnit };
  return leaseReturned || open > 0 ? wait : { kind: 'return_lease' };
};

/** What to do next, a pure function of the job: a process that dies asks again and gets the same answer. */
export const nextStep = (job: TrainingJob): Step => {
  switch (job.status) {
    case 'waiting':
      return job.paused ? wait : { kind: job.asked ? 'acquire_lease' : 'ask_lease' };
    case 'running':
      return running(job);
    case 'ended':
      return ended(job);
    default:
      return wait;
  }
};
