import { lease } from '@ao/contracts';
import type { EventMetadata } from '@ao/event-store';
import { rpcClient, type CallContextOptions } from '@ao/rpc';
import type { ServiceRuntime } from '@ao/service';
import type { LeasePort } from './lease-port.js';

const context = ({ corrId, causationId }: EventMetadata): CallContextOptions => ({ corrId, causationId, subject: 'service:evaluation' });

/** lease-policy over gRPC. */
export const leaseClient = ({ peers, serviceToken }: Pick<ServiceRuntime, 'peers' | 'serviceToken'>): LeasePort & { close(): void } => {
  const client = rpcClient(lease.LeaseServiceClient, peers.lease, { token: serviceToken });
  return {
    reserve: async (hold, reservationId, amount, metadata) => (await client.reserveBudget({ ...hold, reservationId, amount }, context(metadata))).expiresAtMs,
    commit: async (hold, reservationId, spent, metadata) => {
      await client.commitBudget({ ...hold, reservationId, spent }, context(metadata));
    },
    close: () => client.close(),
  };
};
