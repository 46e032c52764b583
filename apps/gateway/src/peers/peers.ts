import { cognition, logic, orchestrator, state } from '@ao/contracts';
import type { OutgoingContext, RpcClient } from '@ao/rpc';
import type { CallerContext } from '@ao/http';
import { peerClient, type ServiceRuntime } from '@ao/service';

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
export const peersOf = (runtime: ServiceRuntime): Peers => {
  const clients = {
    miniAgents: peerClient(runtime, orchestrator.MiniAgentServiceClient, { deadlineMs }),
    training: peerClient(runtime, orchestrator.TrainingServiceClient, { deadlineMs }),
    units: peerClient(runtime, logic.LogicUnitServiceClient, { deadlineMs }),
    specialists: peerClient(runtime, cognition.SpecialistServiceClient, { deadlineMs }),
    state: peerClient(runtime, state.StateServiceClient, { deadlineMs }),
  };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
};

/** What a peer learns of the caller. */
export const onBehalfOf = (
  { corrId, subject }: Pick<CallerContext, 'corrId' | 'subject'>,
  causationId = corrId,
): OutgoingContext => ({ corrId, causationId, subject });
