import { DomainError } from '@ao/kernel';
import { budgetFields, checkBudget, type RawBudget } from '../start/budget.js';
import type { Budget } from '../start/training-request.js';
import type { TrainingJobEvent } from '../training-job.events.js';
import type { Progress, TrainingJob } from '../training-job.state.js';

type Events = readonly TrainingJobEvent[];
type Ended = Extract<TrainingJob, { status: 'ended' | 'ended_waiting' }>;

const refuse = (why: string): never => {
  throw new DomainError('failed_precondition', `the job cannot go on: ${why}`);
};

/** Caps in all: what was asked for and what is added. The wall time begins anew. */
const inAll = ({ budget }: Ended['request'], added: RawBudget): Budget => ({
  episodes: budget.episodes + (added.episodes ?? 0),
  tokens: budget.tokens + (added.tokens ?? 0),
  costMicros: budget.costMicros + (added.costMicros ?? 0),
  wallMs: added.wallMs || budget.wallMs,
});

/** What a job has used so far, as its trials tell. */
export const spentSoFar = ({ trials }: Pick<Progress, 'trials'>): Omit<Budget, 'wallMs'> => {
  const results = [...trials.values()].flatMap(({ result }) => (result === null ? [] : [result]));
  const sum = (of: 'episodes' | 'tokens' | 'costMicros'): number =>
    results.reduce((total, result) => total + (result[of] ?? 0), 0);
  return { episodes: sum('episodes'), tokens: sum('tokens'), costMicros: sum('costMicros') };
};

const checkVerdict = (job: Ended): void => {
  if (job.end === 'cancelled') refuse('it was cancelled');
  if (job.status === 'ended_waiting') return;
  if (job.phase.name !== 'search' && job.phase.name !== 'gate') refuse('it has its verdict; start a new one');
  if (job.fault !== undefined) refuse(job.fault);
  if (job.open > 0 || !job.leaseReturned) refuse('its last episodes are still being paid for; try again in a moment');
};

const checkEnough = (job: Ended, budget: Budget): void => {
  if (job.status === 'ended_waiting') return;
  const { episodes } = spentSoFar(job);
  if (budget.episodes <= episodes)
    throw new DomainError('invalid_argument', 'the budget is not valid', [
      { path: 'budget.episodes', message: `must be above 0: all ${job.request.budget.episodes} episodes are spent` },
    ]);
};

/**
 * Goes on with a job that ended without a verdict, because its budget or its time was small or its agent away: everything that was recorded and paid is kept, the
 * caps are raised by `added`. Refuses a job that was cancelled or has its verdict.
 */
export const reopen = (job: Ended, added: RawBudget): Events => {
  checkVerdict(job);
  const violations = checkBudget(added);
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the budget is not valid', violations);
  const budget = inAll(job.request, added);
  const tooLarge = checkBudget(budget).map(({ path }) => ({
    path,
    message: `must not raise the cap above the most that a job may ask for: ${budgetFields(budget, path)} in all`,
  }));
  if (tooLarge.length > 0) throw new DomainError('invalid_argument', 'the budget is not valid', tooLarge);
  checkEnough(job, budget);
  return [{ type: 'TrainingReopened', data: { budget } }];
};
