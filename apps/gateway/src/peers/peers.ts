import { cognition, logic, orchestrator, state } from '@ao/contracts';
import { rpcClient, type OutgoingContext, type RpcClient } from '@ao/rpc';
import type { CallerContext } from '@ao/http';
import type { ServiceRuntime } from '@ao/service';

/** Nest token of Peers. */
export const PEERS = Symbol('PEERS');

/** The services that the gateway passes requests on to. */
export interface Peers {
  readonly miniAgents: RpcClient<orchestrator.MiniAgentServiceClient>;
  readonly training: RpcClient<orchestrator.TrainingServiceClient>;
  readonly units: RpcClient<logic.LogicUnitServiceClient>;
  readonly specialists: RpcClient<cognition.SpecialistServiceClient>;
  readonly state: RpcClient<state.StateServiceClient>;
  close(): void;
}

/** Milliseconds in which a peer must have answered. */
const deadlineMs = 4_000;

/** Clients of the peers; each connects at its first call and again by itself. */
export const peersOf = ({ peers, serviceToken: token }: ServiceRuntime): Peers => {
  const clients = {
    miniAgents: rpcClient(orchestrator.MiniAgentServiceClient, peers.orchestrator, { token, deadlineMs }),
    training: rpcClient(orchestrator.TrainingServiceClient, peers.orchestrator, { token, deadlineMs }),
    units: rpcClient(logic.LogicUnitServiceClient, peers.logic, { token, deadlineMs }),
    specialists: rpcClient(cognition.SpecialistServiceClient, peers.cognition, { token, deadlineMs }),
    state: rpcClient(state.StateServiceClient, peers.state, { token, deadlineMs }),
  };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
};

/** What a peer learns of the caller. */
export const onBehalfOf = (
  { corrId, subject }: Pick<CallerContext, 'corrId' | 'subject'>,
  causationId = corrId,
): OutgoingContext => ({ corrId, causationId, subject });
