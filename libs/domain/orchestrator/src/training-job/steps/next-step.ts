import type { Configuration } from '@ao/kernel';
import { configurationKey, finalists } from '@ao/science';
import { capsBind, pilotCount, pilotRound, planEpisodes, searchPays, tooSmall } from '../budget/caps.js';
import { maxFinalists } from '../gate/finalists.js';
import { gateStep } from '../gate/gate-step.js';
import { promotionRules } from '../promotion/promotion-rules.js';
import { askStrategy, didBetter, newlyPruned, rankingSoFar, standing } from '../search/search-plan.js';
import type { Step } from './steps.js';
import type { Phase, Progress, TrainingJob } from '../training-job.state.js';

const wait: Step = { kind: 'wait' };

/** Codes that end a job's spending but are not the platform's or the agent's failure. */
const spendingEnded: readonly string[] = ['resource_exhausted', 'failed_precondition'];

const failed = (progress: Progress): Step | undefined => {
  const failure = [...progress.trials.values()].find((trial) => trial.failure !== null)?.failure;
  if (!failure) return undefined;
  return spendingEnded.includes(failure.code)
    ? { kind: 'complete', outcome: 'held', reason: `no verdict: ${failure.reason}`, noVerdict: true }
    : { kind: 'fail', reason: failure.reason };
};

const searchReason = (better: number): string =>
  better === 0
    ? 'no candidate did better than the incumbent in the search'
    : `${better} ${better === 1 ? 'candidate' : 'candidates'} did better than the incumbent in the search`;

/** Why no further round is asked for, where the gate would lose its part of time or money; undefined: it keeps it. */
const cutShort = (progress: Progress, trials: readonly { readonly count: number }[]): string | undefined => {
  if (progress.searchTimeOver) return 'its part of the wall time was over';
  const episodes = trials.reduce((sum, { count }) => sum + count, 0);
  const share = progress.request.mode === 'search_only' ? 1 : progress.request.hints.budget;
  return capsBind(progress.request) && !searchPays(progress, share, episodes)
    ? 'its part of the budget was used'
    : undefined;
};

const shownRate = (rate: number): string => `${(100 * rate).toFixed(1)} %`;

/** What a search found that is all that was asked for. */
const searchOnlyReason = (progress: Progress, best: Configuration | undefined): string => {
  const rates = [best, progress.incumbent].map((each) => (each ? shownRate(standing(progress, each).solveRate) : ''));
  const found = best
    ? `the best candidate reached ${rates[0]} and the incumbent ${rates[1]} of what the search saw`
    : searchReason(0);
  return `search only: ${found}; the holdout was not looked at`;
};

const searchEnded = (
  progress: Progress,
  ranking: readonly Configuration[],
  given: readonly string[],
  early?: string,
): Step => {
  const better = finalists(ranking, progress.incumbent, Infinity).filter((configuration) =>
    didBetter(progress, configuration),
  );
  const said =
    progress.request.mode === 'search_only' ? searchOnlyReason(progress, better[0]) : searchReason(better.length);
  return {
    kind: 'end_search',
    finalists: better.slice(0, maxFinalists),
    reason: `${said}${early === undefined ? '' : `; it ended early: ${early}`}`,
    pruned: newlyPruned(progress, given),
  };
};

/** Where caps bind, a few episodes of the incumbent show what one uses before the search is planned. */
const pilot = (progress: Progress): Step | undefined => {
  const { request, plan, trials, incumbent } = progress;
  if (!capsBind(request) || plan !== undefined || progress.searchEpisodes !== undefined) return undefined;
  if (trials.size > 0) {
    const planned = planEpisodes(progress);
    const reason = tooSmall(progress, planned);
    return reason === undefined
      ? { kind: 'plan_episodes', finalist: null, ...planned }
      : { kind: 'complete', outcome: 'held', reason, noVerdict: true };
  }
  const trial = { configuration: incumbent, round: pilotRound, offset: 0, count: pilotCount(request) } as const;
  return { kind: 'schedule', trials: [{ ...trial, purpose: 'search', arm: 'incumbent' }], pruned: [] };
};

const search = (progress: Progress): Step => {
  const before = pilot(progress);
  if (before) return before;
  const ask = askStrategy(progress);
  if (ask.kind === 'wait') return wait;
  if (ask.kind === 'trials' && cutShort(progress, ask.trials) !== undefined)
    return searchEnded(progress, rankingSoFar(progress, ask.pruned), ask.pruned, cutShort(progress, ask.trials));
  const pruned = newlyPruned(progress, ask.pruned);
  const incumbent = configurationKey(progress.incumbent);
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

/** A job that was resumed: its lease first, then what is missing of the trials that had failed. */
const resumed = ({ leaseDue, trials, reopened }: Progress): Step | undefined => {
  if (leaseDue) return { kind: 'acquire_lease' };
  if (reopened === undefined) return undefined;
  const aside = [...trials.values()].find(({ setAside }) => setAside);
  return aside && { kind: 'continue_trial', trialId: aside.trialId };
};

const measuring = (progress: Progress): Step | undefined =>
  measures(progress.phase) ? (failed(progress) ?? resumed(progress)) : undefined;

const following = (progress: Progress): Step => measuring(progress) ?? (progress.open > 0 ? wait : phaseStep(progress));

/** What was spent before the end is still being paid for: the lease goes back when every trial has ended. */
const ended = ({ candidateUnit, leaseReturned, open }: Progress): Step => {
  if (candidateUnit !== null) return { kind: 'withdraw_candidate', unitId: candidateUnit };
  return leaseReturned || open > 0 ? wait : { kind: 'return_lease' };
};

const steps = new WeakMap<TrainingJob, Step>();

/** What to do next, a pure function of the job: a process that dies asks again and gets the same answer. Computed once for each state, whoever asks. */
export const nextStep = (job: TrainingJob): Step => {
  const known = steps.get(job);
  if (known) return known;
  const step = stepOf(job);
  steps.set(job, step);
  return step;
};

const stepOf = (job: TrainingJob): Step => {
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
