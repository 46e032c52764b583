import { evaluation, lease, logic } from '@ao/contracts';
import { rpcClient, type RpcClient } from '@ao/rpc';
import type { ServiceRuntime } from '@ao/service';

/** The services that the orchestrator calls. */
export interface Peers {
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly evaluation: RpcClient<evaluation.EvaluationServiceClient>;
  readonly lease: RpcClient<lease.LeaseServiceClient>;
  readonly logic: RpcClient<logic.LogicUnitServiceClient>;
}

/** Clients of the peers; the connections are made lazily. */
export const connectPeers = ({ peers, serviceToken }: ServiceRuntime): Peers => {
  const options = { token: serviceToken };
  return {
    taskSets: rpcClient(evaluation.TaskSetServiceClient, peers.evaluation, options),
    evaluation: rpcClient(evaluation.EvaluationServiceClient, peers.evaluation, options),
    lease: rpcClient(lease.LeaseServiceClient, peers.lease, options),
    logic: rpcClient(logic.LogicUnitServiceClient, peers.logic, options),
  };
};

/** Closes every connection. */
export const closePeers = (peers: Peers): void =>
  Object.values(peers).forEach((client: { close(): void }) => client.close());
