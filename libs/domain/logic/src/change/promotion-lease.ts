import { DomainError } from '@ao/kernel';
import type { Manifest } from '../manifest/manifest.js';

/** A lease as lease-policy tells it. */
export interface LeaseView {
  readonly leaseId: string;
  /** granted, denied, expired or released. */
  readonly status: string;
  readonly capability: string;
  readonly resource: string;
  readonly fencingToken: number;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** The capability under which units are promoted. */
export const promotionCapability = 'slot.promote';

const covers = (resource: string, { unitId, patches }: Manifest): boolean =>
  resource === `unit:${unitId}` || patches.every(({ slot }) => resource === `slot:${slot}`);

const denied = (message: string): never => {
  throw new DomainError('permission_denied', message);
};
const refuse = (message: string): never => {
  throw new DomainError('failed_precondition', message);
};

/**
 * A promotion needs a lease of "slot.promote" on the unit or on its only slot. Throws `permission_denied` where the lease never was
 * one, `failed_precondition` where it is over or the caller's token is not its token.
 */
export const checkPromotionLease = (
  lease: LeaseView,
  fencingToken: number,
  manifest: Manifest,
  nowMs: number,
): void => {
  const { leaseId, status, capability, resource, expiresAtMs } = lease;
  if (status === 'denied') denied(`lease ${leaseId} was denied`);
  if (capability !== promotionCapability)
    denied(`lease ${leaseId} is for ${capability}, not for ${promotionCapability}`);
  if (!covers(resource, manifest))
    denied(`lease ${leaseId} is for ${resource}, not for what unit ${manifest.unitId} patches`);
  if (lease.fencingToken !== fencingToken)
    refuse(`fencing token ${fencingToken} is stale: lease ${leaseId} has ${lease.fencingToken}`);
  if (status !== 'granted') refuse(`lease ${leaseId} is ${status}`);
  if (nowMs >= expiresAtMs) refuse(`lease ${leaseId} ended at ${new Date(expiresAtMs).toISOString()}`);
};
