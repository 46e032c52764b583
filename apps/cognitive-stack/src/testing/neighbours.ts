import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { agent, evaluation, logic, orchestrator } from '@ao/contracts';
import { DomainError, isDomainError } from '@ao/kernel';
import { toStatus } from '@ao/rpc';

/** What the services that are asked at every answer say, as tables; and a foreign agent that answers what its input tells it to. */
export interface Neighbours {
  readonly slots: Map<string, Partial<logic.GetSlotResponse>>;
  /** Agent id -> where it runs. */
  readonly agents: Map<string, string>;
  readonly taskSets: Set<string>;
  /** Every episode that the foreign agent was asked for. */
  readonly episodes: agent.RunEpisodeRequest[];
  stop(): void;
}

/** The foreign agent's input says what it answers. */
export type Play = Partial<agent.RunEpisodeResponse>;

type Handler<Request, Response> = (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => void;

const unary =
  <Request, Response>(respond: (request: Request) => Response): Handler<Request, Response> =>
  ({ request }, answer) => {
    try {
      answer(null, respond(request));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      answer(toStatus(error));
    }
  };

const unwritten: logic.GetSlotResponse = {
  configuration: undefined,
  configurationHash: '',
  version: 0,
  unitId: '',
  labels: [],
  stale: false,
};

const known = ({ taskSets }: Neighbours, name: string): evaluation.GetTaskSetResponse => {
  if (!taskSets.has(name)) throw new DomainError('not_found', `there is no task set "${name}"`);
  return {
    taskSet: {
      name,
      hash: 'a'.repeat(64),
      role: 'validation',
      train: 1,
      dev: 1,
      holdout: 1,
      documents: 0,
      source: '',
      licence: '',
    },
  };
};

const catalogueEntry = ({ agents }: Neighbours, id: string): orchestrator.GetMiniAgentResponse => {
  const runtime = agents.get(id);
  if (runtime === undefined) throw new DomainError('not_found', `there is no mini-agent "${id}"`);
  return { entry: { profile: agent.MiniAgentProfile.fromPartial({ id, defaults: { level: 1 } }), runtime } };
};

const addAll = (server: Server, neighbours: Neighbours): void => {
  const { getSlot } = logic.LogicUnitServiceService;
  const { getTaskSet } = evaluation.TaskSetServiceService;
  const { getMiniAgent } = orchestrator.MiniAgentServiceService;
  const { runEpisode } = agent.AgentServiceService;
  server.addService(
    { getSlot },
    { getSlot: unary(({ slot }: logic.GetSlotRequest) => ({ ...unwritten, ...neighbours.slots.get(slot) })) },
  );
  server.addService(
    { getTaskSet },
    { getTaskSet: unary(({ reference }: evaluation.GetTaskSetRequest) => known(neighbours, reference)) },
  );
  server.addService(
    { getMiniAgent },
    {
      getMiniAgent: unary(({ agentId }: orchestrator.GetMiniAgentRequest) => catalogueEntry(neighbours, agentId)),
    },
  );
  server.addService(
    { runEpisode },
    {
      runEpisode: unary((request: agent.RunEpisodeRequest) => {
        neighbours.episodes.push(request);
        return { tokensIn: 0, tokensOut: 0, costMicros: 0, refused: false, ...(request.input as Play) };
      }),
    },
  );
};

/** Serves them all at one port. */
export const startNeighbours = (port: number): Promise<Neighbours> => {
  const server = new Server();
  const neighbours: Neighbours = {
    slots: new Map(),
    agents: new Map(),
    taskSets: new Set(),
    episodes: [],
    stop: () => server.forceShutdown(),
  };
  addAll(server, neighbours);
  return new Promise((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(neighbours),
    ),
  );
};
