import { evaluation, lease, logic } from '@ao/contracts';
import type { RpcClient } from '@ao/rpc';
import { peerClient, type ServiceRuntime } from '@ao/service';

/** The services that the orchestrator calls. */
export interface Peers {
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly evaluation: RpcClient<evaluation.EvaluationServiceClient>;
  readonly lease: RpcClient<lease.LeaseServiceClient>;
  readonly logic: RpcClient<logic.LogicUnitServiceClient>;
}

/** Clients of the peers; the connections are made lazily. */
export const connectPeers = (runtime: ServiceRuntime): Peers => ({
  taskSets: peerClient(runtime, evaluation.TaskSetServiceClient),
  evaluation: peerClient(runtime, evaluation.EvaluationServiceClient),
  lease: peerClient(runtime, lease.LeaseServiceClient),
  logic: peerClient(runtime, logic.LogicUnitServiceClient),
});

/** Closes every connection. */
export const closePeers = (peers: Peers): void =>
  Object.values(peers).forEach((client: { close(): void }) => client.close());
