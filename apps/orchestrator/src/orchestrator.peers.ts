import { evaluation, lease, logic } from '@ao/contracts';
import type { RpcClient } from '@ao/rpc';
import type { ServiceHost } from '@ao/service';

/** The services that the orchestrator calls. */
export interface Peers {
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly evaluation: RpcClient<evaluation.EvaluationServiceClient>;
  readonly lease: RpcClient<lease.LeaseServiceClient>;
  readonly logic: RpcClient<logic.LogicUnitServiceClient>;
}

/** Clients of the peers; the connections are made lazily. */
export const peersOf = ({ client }: Pick<ServiceHost<unknown>, 'client'>): Peers => ({
  taskSets: client(evaluation.TaskSetServiceClient),
  evaluation: client(evaluation.EvaluationServiceClient),
  lease: client(lease.LeaseServiceClient),
  logic: client(logic.LogicUnitServiceClient),
});
