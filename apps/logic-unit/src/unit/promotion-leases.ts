import type { lease } from '@ao/contracts';
import { checkPromotionLease, type Manifest } from '@ao/domain-logic';
import { DomainError, isDomainError } from '@ao/kernel';
import type { CallContext, RpcClient } from '@ao/rpc';

/** A lease as its holder names it. */
export interface HeldLease {
  readonly leaseId: string;
  readonly fencingToken: number;
}

/** Asks lease-policy whether a lease is good for the promotion of a unit now. Throws where it is not, and `unavailable` where nobody answers. */
export type PromotionLeases = (held: HeldLease, manifest: Manifest, context: CallContext) => Promise<void>;

type LeaseClient = Pick<RpcClient<lease.LeaseServiceClient>, 'getLease'>;

const noLease = (error: unknown): never => {
  if (isDomainError(error, 'not_found'))
    throw new DomainError('permission_denied', 'a promotion needs a lease: there is no such lease');
  throw error;
};

export const promotionLeases =
  (client: LeaseClient): PromotionLeases =>
  async ({ leaseId, fencingToken }, manifest, { corrId, causationId, subject }) => {
    const answer = await client.getLease({ leaseId }, { corrId, causationId, subject }).catch(noLease);
    const { capability = '', resource = '' } = answer.request ?? {};
    const { status, expiresAtMs } = answer;
    checkPromotionLease(
      { leaseId, status, capability, resource, fencingToken: answer.fencingToken, expiresAtMs },
      fencingToken,
      manifest,
      Date.now(),
    );
  };
