import { isDomainError, type DomainError, type ErrorCode } from '@ao/kernel';
import type { LeasePort } from '../lease/lease-port.js';
import type { Claim } from '../slice/slice.store.js';
import type { TrialPlan } from '../trial/trial.store.js';

/** Refusals that stand: asking again would not help. */
const final: readonly ErrorCode[] = [
  'failed_precondition',
  'not_found',
  'invalid_argument',
  'already_exists',
  'permission_denied',
  'resource_exhausted',
  'out_of_range',
];

/** True for what lease-policy refuses for good; anything else may pass. */
export const isRefusal = (error: unknown): error is DomainError => isDomainError(error) && final.includes(error.code);

/** Commits what a slice really spent, also where that is more than was reserved; answers the refusal, where lease-policy refuses. Idempotent. Throws while lease-policy is away. */
export const pay = async (lease: LeasePort, claim: Claim, plan: TrialPlan): Promise<DomainError | undefined> => {
  try {
    await lease.commit(plan.spec, claim.sliceId, claim.spent, plan.metadata);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
};
