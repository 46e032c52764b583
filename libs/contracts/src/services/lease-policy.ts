import * as lease from '../gen/lease/v1/lease.js';
import { fact, topic, type ServiceDescriptor } from './service-descriptor.js';

const leases = topic('ao.lease.lease.v1', 6);
const policy = topic('ao.lease.policy.v1', 1);

/** Policies, decisions, leases, budgets. */
export const leasePolicyService = {
  name: 'lease-policy',
  schema: 'lease',
  grpc: { 'lease.v1.LeaseService': lease.LeaseServiceService },
  topics: { lease: leases, policy },
  facts: {
    'lease.granted': fact(leases, lease.LeaseGranted, 'leaseId'),
    'lease.denied': fact(leases, lease.LeaseDenied, 'leaseId'),
    'lease.released': fact(leases, lease.LeaseReleased, 'leaseId'),
    'lease.expired': fact(leases, lease.LeaseExpired, 'leaseId'),
    'budget.reserved': fact(leases, lease.BudgetReserved, 'leaseId', 'reservationId'),
    'budget.committed': fact(leases, lease.BudgetCommitted, 'leaseId', 'reservationId'),
    'policy.installed': fact(policy, lease.PolicySetInstalled, 'hash'),
  },
  formerAddressVariable: 'AO_LEASE_ADDRESS',
} as const satisfies ServiceDescriptor;
