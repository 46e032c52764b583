import { lease } from '@ao/contracts';
import type { EventMetadata } from '@ao/event-store';
import { DomainError } from '@ao/kernel';
import type { CallContextOptions } from '@ao/rpc';
import { peerClient, type PeerAccess } from '@ao/service';
import type { LeaseHold, LeasePort } from './lease-port.js';

const context = ({ corrId, causationId }: EventMetadata): CallContextOptions => ({
  corrId,
  causationId,
  subject: 'service:evaluation-harness',
});

const pick = ({ leaseId, fencingToken }: LeaseHold): LeaseHold => ({ leaseId, fencingToken });

/** lease-policy over gRPC. */
export const leaseClient = (access: PeerAccess): LeasePort & { close(): void } => {
  const client = peerClient(access, lease.LeaseServiceClient);
  return {
    reserve: async (hold, reservationId, amount, metadata) => {
      const { expiresAtMs, committed } = await client.reserveBudget(
        { ...pick(hold), reservationId, amount },
        context(metadata),
      );
      if (committed)
        throw new DomainError(
          'failed_precondition',
          `reservation ${reservationId} of lease ${hold.leaseId} was committed before`,
        );
      return expiresAtMs;
    },
    commit: async (hold, reservationId, spent, metadata) => {
      await client.commitBudget({ ...pick(hold), reservationId, spent }, context(metadata));
    },
    close: () => client.close(),
  };
};
