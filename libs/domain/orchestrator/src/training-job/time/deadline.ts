import type { TrainingJobEvent } from '../training-job.events.js';
import type { TrainingRequest } from '../start/training-request.js';

/** Most time from a proven verdict, or from the word that lets it through, to the promotion: after it the job ends though logic-unit is away. */
export const promotionMs = 10 * 60 * 1000;

/** What an event does to the time at which its job is ended, whatever else is broken. Milliseconds since 1970. */
export type DeadlineChange =
  | { readonly kind: 'unchanged' }
  /** The job is ended then; the search asks for no further round from `searchEndsAtMs` on, where there is one. */
  | { readonly kind: 'at'; readonly deadlineMs: number; readonly searchEndsAtMs: number | null }
  /** A person or the traffic decides: that takes as long as it takes. */
  | { readonly kind: 'none' }
  /** The job has ended. */
  | { readonly kind: 'closed' };

type Request = TrainingRequest | null;

const unchanged: DeadlineChange = { kind: 'unchanged' };
const at = (deadlineMs: number, searchEndsAtMs: number | null = null): DeadlineChange => ({
  kind: 'at',
  deadlineMs,
  searchEndsAtMs,
});

/** When the search stops to ask for rounds, so that the gate keeps its part of the wall time. */
const searchEnd = ({ budget, hints }: TrainingRequest, expiresAtMs: number): number =>
  expiresAtMs - Math.floor(budget.wallMs * (1 - hints.budget));

/**
 * What an event, recorded at `atMs`, does to its job's deadline. `request` is the job's, null before its first event. From the request on the job has the wall
 * time to get its lease, from the lease on until the lease ends; what follows a verdict has `promotionMs`.
 */
// One case an event: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity -- one line a case
export const deadlineAfter = (event: TrainingJobEvent, atMs: number, request: Request): DeadlineChange => {
  switch (event.type) {
    case 'TrainingRequested':
      return at(atMs + event.data.budget.wallMs);
    case 'TrainingReopened':
      return at(atMs + event.data.budget.wallMs);
    case 'LeaseAccepted':
      return at(event.data.expiresAtMs, request && searchEnd(request, event.data.expiresAtMs));
    case 'PromotionDecided':
      return event.data.outcome === 'promoted' ? at(atMs + promotionMs) : unchanged;
    case 'ApprovalAsked':
    case 'CanaryStarted':
      return { kind: 'none' };
    case 'PromotionApproved':
    case 'PromotionDeclined':
    case 'CanaryEnded':
      return at(atMs + promotionMs);
    case 'TrainingDenied':
    case 'TrainingCancelled':
    case 'TrainingFailed':
    case 'TrainingCompleted':
      return { kind: 'closed' };
    default:
      return unchanged;
  }
};
