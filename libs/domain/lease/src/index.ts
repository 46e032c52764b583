export { nothing, type Amount } from './lease/amount.js';
export { checkRequest, longestWallMs, type LeaseRequest } from './lease/lease-request.js';
export { leaseDecider, type LeaseCommand, type Verdict } from './lease/lease.decider.js';
export { type LeaseEvent } from './lease/lease.events.js';
export {
  freeBudget,
  isHeld,
  reservationOf,
  type DeniedLease,
  type HeldLease,
  type Lease,
  type Reservation,
} from './lease/lease.state.js';
export { policySet, type InstallPolicySet, type PolicySet } from './policy-set/policy-set.decider.js';
export { type PolicySetEvent } from './policy-set/policy-set.events.js';
