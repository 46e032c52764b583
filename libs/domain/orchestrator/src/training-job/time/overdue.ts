import type { Data } from '../training-job.commands.js';
import type { TrainingJobEvent } from '../training-job.events.js';
import type { Progress, TrainingJob } from '../training-job.state.js';

type Events = readonly TrainingJobEvent[];

const nothing: Events = [];

const held = (reason: string, noVerdict?: true): Events => [
  { type: 'TrainingCompleted', data: { outcome: 'held', reason, ...(noVerdict && { noVerdict }) } },
];

const shown = (ms: number): string => (ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`);

const promotionOver = ({ stage }: Extract<Progress['phase'], { name: 'promotion' }>): Events =>
  stage === 'asked' || stage === 'canary'
    ? nothing
    : held('proven better, but not promoted: the time for it is over, and nothing has answered');

const over = (job: Progress, nowMs: number): Events => {
  const { phase, request, lease } = job;
  switch (phase.name) {
    case 'search':
    case 'gate':
      return nowMs < lease.expiresAtMs
        ? nothing
        : held(`no verdict: the wall time of ${shown(request.budget.wallMs)} is over`, true);
    case 'promotion':
      return promotionOver(phase);
    case 'settled':
      return [{ type: 'TrainingCompleted', data: { outcome: phase.outcome, reason: phase.reason } }];
  }
};

/** Ends a job whose time is over, whatever it waits for: a lease that nobody answers, a trial that never ends, a fact that cannot be handled. */
export const endOverdue = ({ nowMs }: Data<'EndOverdue'>, job: TrainingJob): Events => {
  switch (job.status) {
    case 'waiting':
      return [
        {
          type: 'TrainingFailed',
          data: {
            reason: `the wall time of ${shown(job.request.budget.wallMs)} was over before a lease was granted`,
          },
        },
      ];
    case 'running':
    case 'paused':
      return over(job, nowMs);
    default:
      return nothing;
  }
};

/** No further round of the search is asked for: the gate keeps its part of the wall time. */
export const endSearchTime = (job: TrainingJob): Events =>
  (job.status === 'running' || job.status === 'paused') && job.phase.name === 'search' && !job.searchTimeOver
    ? [{ type: 'SearchTimeOver', data: {} }]
    : nothing;
