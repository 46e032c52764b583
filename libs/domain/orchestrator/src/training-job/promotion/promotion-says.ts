import { DomainError, lengthDemand, textLimits } from '@ao/kernel';
import type { Data } from '../training-job.commands.js';
import type { Say, TrainingJobEvent } from '../training-job.events.js';
import type { Phase, TrainingJob } from '../training-job.state.js';

type Events = readonly TrainingJobEvent[];
type Promotion = Extract<Phase, { name: 'promotion' }>;

/** The promotion of a job that has not ended, if it has come to that. */
const promotionOf = (job: TrainingJob): Promotion | undefined => {
  if (job.status !== 'running' && job.status !== 'paused') return undefined;
  return job.phase.name === 'promotion' ? job.phase : undefined;
};

const checkReason = ({ reason }: Say): void => {
  if (reason.trim() !== '' && reason.length <= textLimits.reason) return;
  throw new DomainError('invalid_argument', 'a person who decides says why', [
    { path: 'reason', message: lengthDemand(1, textLimits.reason) },
  ]);
};

const waits = ({ stage }: Promotion): boolean => stage === 'asked' || stage === 'canary';

const isApproved = (phase: Promotion | undefined): boolean => phase?.stage === 'granted' && phase.approval !== null;

const words = { PromotionApproved: 'approved', PromotionDeclined: 'declined' } as const;

/** A person's yes or no, while the promotion waits for one or its canary runs. Yes again changes nothing. */
export const say = (type: keyof typeof words, said: Say, job: TrainingJob): Events => {
  if (job.status === 'absent') throw new DomainError('not_found', 'there is no such training job');
  checkReason(said);
  const phase = promotionOf(job);
  if (type === 'PromotionApproved' && isApproved(phase)) return [];
  if (phase && waits(phase)) return [{ type, data: { ...said, decisionId: phase.decision.decisionId } }];
  throw new DomainError(
    'failed_precondition',
    `no promotion of this job waits for a person: there is nothing to be ${words[type]}`,
  );
};

/** How a canary ended, if this job waits for it. */
export const recordCanary = ({ unitId, outcome, reason }: Data<'RecordCanary'>, job: TrainingJob): Events => {
  const phase = promotionOf(job);
  return phase?.stage === 'canary' && phase.unitId === unitId
    ? [{ type: 'CanaryEnded', data: { unitId, outcome, reason } }]
    : [];
};
