import { cognition, logic, orchestrator, state } from '@ao/contracts';
import { rpcClient, type RpcClient } from '@ao/rpc';
import type { ServiceRuntime } from '@ao/service';

/** Nest token of the clients. */
export const CLIENTS = Symbol('GATEWAY_CLIENTS');

/** The services behind the gateway. */
export interface Clients {
  readonly agents: RpcClient<orchestrator.MiniAgentServiceClient>;
  readonly training: RpcClient<orchestrator.TrainingServiceClient>;
  readonly state: RpcClient<state.StateServiceClient>;
  readonly logic: RpcClient<logic.LogicUnitServiceClient>;
  readonly specialists: RpcClient<cognition.SpecialistServiceClient>;
}

/** Clients of the peers; the connections are made lazily. */
export const connectClients = ({ peers, serviceToken }: ServiceRuntime): Clients => {
  const options = { token: serviceToken, deadlineMs: 5_000 };
  return {
    agents: rpcClient(orchestrator.MiniAgentServiceClient, peers.orchestrator, options),
    training: rpcClient(orchestrator.TrainingServiceClient, peers.orchestrator, options),
    state: rpcClient(state.StateServiceClient, peers.state, options),
    logic: rpcClient(logic.LogicUnitServiceClient, peers.logic, options),
    specialists: rpcClient(cognition.SpecialistServiceClient, peers.cognition, options),
  };
};

/** Closes every connection. */
export const closeClients = (clients: Clients): void => Object.values(clients).forEach((client: { close(): void }) => client.close());
