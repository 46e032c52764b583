import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { lease as wire } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { Part } from '@ao/service';
import { acquireAnswer, amountOf, leaseAnswer, releaseAnswer, requestOf, reserveAnswer } from './lease.wire.js';
import type { Leases } from './leases.js';

@RpcController()
export class LeaseController {
  constructor(@Part('leases') private readonly leases: Leases) {}

  @GrpcMethod('LeaseService', 'acquireLease')
  @Access('admin')
  async acquireLease(
    { leaseId, request }: wire.AcquireLeaseRequest,
    metadata: Metadata,
  ): Promise<wire.AcquireLeaseResponse> {
    return acquireAnswer(await this.leases.acquire(leaseId, requestOf(request), callContext(metadata)));
  }

  @GrpcMethod('LeaseService', 'reserveBudget')
  @Access('admin')
  async reserveBudget(
    { amount, ...held }: wire.ReserveBudgetRequest,
    metadata: Metadata,
  ): Promise<wire.ReserveBudgetResponse> {
    return reserveAnswer(await this.leases.reserve(held, amountOf(amount), callContext(metadata)), held.reservationId);
  }

  @GrpcMethod('LeaseService', 'commitBudget')
  @Access('admin')
  async commitBudget(
    { spent, ...held }: wire.CommitBudgetRequest,
    metadata: Metadata,
  ): Promise<wire.CommitBudgetResponse> {
    await this.leases.commit(held, amountOf(spent), callContext(metadata));
    return {};
  }

  @GrpcMethod('LeaseService', 'releaseLease')
  @Access('admin')
  async releaseLease(held: wire.ReleaseLeaseRequest, metadata: Metadata): Promise<wire.ReleaseLeaseResponse> {
    return releaseAnswer(await this.leases.release(held, callContext(metadata)));
  }

  @GrpcMethod('LeaseService', 'getLease')
  @Access('viewer')
  async getLease({ leaseId }: wire.GetLeaseRequest, metadata: Metadata): Promise<wire.GetLeaseResponse> {
    return leaseAnswer(await this.leases.look(leaseId, callContext(metadata)));
  }

  @GrpcMethod('LeaseService', 'simulatePolicy')
  @Access('viewer')
  simulatePolicy({ request }: wire.SimulatePolicyRequest, metadata: Metadata): wire.SimulatePolicyResponse {
    const { allowed, policies, reason } = this.leases.simulate(requestOf(request), callContext(metadata));
    return { granted: allowed, policies: [...policies], reason };
  }
}
