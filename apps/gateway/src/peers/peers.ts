import { cognition, logic, orchestrator, state } from '@ao/contracts';
import type { OutgoingContext, RpcClient } from '@ao/rpc';
import type { CallerContext } from '@ao/http';
import type { ServiceHost } from '@ao/service';

/** The services that the gateway passes requests on to. */
export interface Peers {
  readonly miniAgents: RpcClient<orchestrator.MiniAgentServiceClient>;
  readonly training: RpcClient<orchestrator.TrainingServiceClient>;
  readonly units: RpcClient<logic.LogicUnitServiceClient>;
  readonly specialists: RpcClient<cognition.SpecialistServiceClient>;
  readonly state: RpcClient<state.StateServiceClient>;
}

/** Milliseconds in which a peer must have answered. */
const deadlineMs = 4_000;

/** Clients of the peers; each connects at its first call and again by itself. */
export const peersOf = ({ client }: Pick<ServiceHost<unknown>, 'client'>): Peers => ({
  miniAgents: client(orchestrator.MiniAgentServiceClient, { deadlineMs }),
  training: client(orchestrator.TrainingServiceClient, { deadlineMs }),
  units: client(logic.LogicUnitServiceClient, { deadlineMs }),
  specialists: client(cognition.SpecialistServiceClient, { deadlineMs }),
  state: client(state.StateServiceClient, { deadlineMs }),
});

/** What a peer learns of the caller. */
export const onBehalfOf = (
  { corrId, subject }: Pick<CallerContext, 'corrId' | 'subject'>,
  causationId = corrId,
): OutgoingContext => ({ corrId, causationId, subject });
