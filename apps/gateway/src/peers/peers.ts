import {
  calledServices,
  cognition,
  evaluation,
  logic,
  orchestrator,
  platform,
  state,
  type CalledServiceName,
} from '@ao/contracts';
import type { OutgoingContext, RpcClient } from '@ao/rpc';
import type { CallerContext } from '@ao/http';
import type { ServiceHost } from '@ao/service';

/** The services that the gateway passes requests on to. */
export interface Peers {
  readonly miniAgents: RpcClient<orchestrator.MiniAgentServiceClient>;
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly evaluation: RpcClient<evaluation.EvaluationServiceClient>;
  readonly training: RpcClient<orchestrator.TrainingServiceClient>;
  readonly units: RpcClient<logic.LogicUnitServiceClient>;
  readonly specialists: RpcClient<cognition.SpecialistServiceClient>;
  readonly state: RpcClient<state.StateServiceClient>;
  /** What looks after the log of each service. */
  readonly logs: Readonly<Record<CalledServiceName, RpcClient<platform.LogServiceClient>>>;
}

/** Milliseconds in which a peer must have answered. */
const deadlineMs = 4_000;

/** Clients of the peers; each connects at its first call and again by itself. */
export const peersOf = ({ client }: Pick<ServiceHost<unknown>, 'client'>): Peers => ({
  miniAgents: client(orchestrator.MiniAgentServiceClient, { deadlineMs }),
  taskSets: client(evaluation.TaskSetServiceClient, { deadlineMs }),
  evaluation: client(evaluation.EvaluationServiceClient, { deadlineMs }),
  training: client(orchestrator.TrainingServiceClient, { deadlineMs }),
  units: client(logic.LogicUnitServiceClient, { deadlineMs }),
  specialists: client(cognition.SpecialistServiceClient, { deadlineMs }),
  state: client(state.StateServiceClient, { deadlineMs }),
  logs: Object.fromEntries(
    calledServices.map(({ name }) => [name, client(platform.LogServiceClient, { of: name })]),
  ) as Peers['logs'],
});

/** What a peer learns of the caller. */
export const onBehalfOf = (
  { corrId, subject }: Pick<CallerContext, 'corrId' | 'subject'>,
  causationId = corrId,
): OutgoingContext => ({ corrId, causationId, subject });
