import type { Say, TrainingJobEvent } from '../training-job.events.js';
import type { Phase, Progress, PromotionStage } from '../training-job.state.js';

type Promotion = Extract<Phase, { name: 'promotion' }>;

const settled = <Job extends Progress>(job: Job, outcome: 'promoted' | 'held', reason: string): Job => ({
  ...job,
  phase: { name: 'settled', outcome, reason },
});

const staged = <Job extends Progress>(
  job: Job,
  phase: Promotion,
  stage: PromotionStage,
  approval: Say | null = phase.approval,
): Job => ({ ...job, phase: { ...phase, stage, approval } });

const held = <Job extends Progress>(job: Job, why: string): Job => settled(job, 'held', `proven better, but ${why}`);

const canaryEnded = <Job extends Progress>(
  job: Job,
  phase: Promotion,
  outcome: 'passed' | 'worse' | 'stopped',
  reason: string,
): Job => (outcome === 'passed' ? staged(job, phase, 'granted') : held(job, `not promoted: ${reason}`));

// One case an event: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity -- one line a case
const moved = <Job extends Progress>(job: Job, phase: Promotion, event: TrainingJobEvent): Job => {
  switch (event.type) {
    case 'UnitSuggested':
      return { ...job, phase: { ...phase, unitId: event.data.unitId } };
    case 'ApprovalAsked':
      return staged({ ...job, candidateUnit: event.data.unitId }, phase, 'asked');
    case 'PromotionApproved':
      return staged(job, phase, 'granted', { subject: event.data.subject, reason: event.data.reason });
    case 'PromotionDeclined':
      return held(job, `declined by ${event.data.subject}: ${event.data.reason}`);
    case 'CanaryStarted':
      return staged({ ...job, candidateUnit: event.data.unitId }, phase, 'canary');
    case 'CanaryEnded':
      return canaryEnded(job, phase, event.data.outcome, event.data.reason);
    case 'UnitPromoted':
      return settled({ ...job, candidateUnit: null }, 'promoted', phase.decision.reason);
    case 'PromotionRefused':
      return held(job, `not promoted: ${event.data.reason}`);
    default:
      return job;
  }
};

/** The events from a proven candidate to its place in the slot, or out of it. */
export const evolvePromotion = <Job extends Progress>(job: Job, event: TrainingJobEvent): Job =>
  job.phase.name === 'promotion' ? moved(job, job.phase, event) : job;
