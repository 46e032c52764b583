import { agent, evaluation, logic, orchestrator, type cognition } from '@ao/contracts';
import { canonicalJson, DomainError, type Configuration, type Json } from '@ao/kernel';
import { rpcClient, type CallContext, type RpcClient } from '@ao/rpc';
import { builtins, testAgents, type Answer, type Session } from '@ao/specialists';
import type { ServiceRuntime } from '@ao/service';
import { v7 as uuid } from 'uuid';
import { servedKnowledge } from './knowledge.js';
import { Sessions } from './sessions.js';

interface Clients {
  readonly logic: RpcClient<logic.LogicUnitServiceClient>;
  readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>;
  readonly agents: RpcClient<orchestrator.MiniAgentServiceClient>;
}

interface Serving {
  readonly agentId: string;
  readonly taskSet: string;
  readonly configuration: Configuration;
}

const slotName = /^([a-z][a-z0-9-]{0,62})\/([a-z][a-z0-9-]{0,62})$/;

const parseSlot = (slot: string): { agentId: string; taskSet: string } => {
  const [, agentId, taskSet] = slotName.exec(slot) ?? [];
  if (agentId && taskSet) return { agentId, taskSet };
  throw new DomainError('invalid_argument', 'the slot is not valid', [{ path: 'slot', message: 'must be "agent/task-set", such as "recall/web-features"' }]);
};

/** A foreign agent as a session: the same calls as in training, without the platform's token. */
const foreignSession = (runtime: string, { taskSet, configuration }: Serving): Session => {
  const client = rpcClient(agent.AgentServiceClient, runtime, { token: 'none', deadlineMs: 10_000 });
  return {
    close: () => client.close(),
    run: async (input) => {
      const answer = await client.runEpisode({ episodeId: uuid(), corrId: '', taskSet, configuration, itemId: '', input });
      const { output, confidence, memoryUtility, tokensIn, tokensOut, costMicros } = answer;
      return { output: output as Json, confidence: confidence ?? null, memoryUtility: memoryUtility ?? null, tokensIn, tokensOut, costMicros };
    },
  };
};

/** Answers with the configuration that is in force in the slot, asked for at each answer: a promotion or a revert counts at once. */
export class SpecialistAnswers {
  private readonly clients: Clients;
  private readonly sessions = new Sessions();

  constructor({ peers, serviceToken }: ServiceRuntime) {
    const options = { token: serviceToken };
    this.clients = {
      logic: rpcClient(logic.LogicUnitServiceClient, peers.logic, options),
      taskSets: rpcClient(evaluation.TaskSetServiceClient, peers.evaluation, options),
      agents: rpcClient(orchestrator.MiniAgentServiceClient, peers.orchestrator, options),
    };
  }

  async answer({ slot, input }: cognition.AnswerRequest, context: CallContext): Promise<cognition.AnswerResponse> {
    const { agentId, taskSet: name } = parseSlot(slot);
    const [inForce, { taskSet }, { items }] = await Promise.all([
      this.clients.logic.getSlot({ slot }, context),
      this.clients.taskSets.getTaskSet({ reference: name }, context),
      this.clients.agents.listMiniAgents({}, context),
    ]);
    const entry = items.find(({ profile }) => profile?.id === agentId);
    if (!entry?.profile || !taskSet) throw new DomainError('not_found', `there is no mini-agent "${agentId}"`, [{ path: 'slot', message: 'must begin with the id of a mini-agent' }]);
    const configuration = (inForce.configuration ?? entry.profile.defaults ?? {}) as Configuration;
    const session = await this.session(entry.runtime, { agentId, taskSet: `${taskSet.name}@${taskSet.hash}`, configuration });
    const started = performance.now();
    const { output, confidence, tokensIn, tokensOut }: Answer = await session.run(input as Json);
    return {
      output,
      ...(confidence === null ? {} : { confidence }),
      slotVersion: inForce.version,
      configurationHash: inForce.configurationHash,
      tokensIn,
      tokensOut,
      latencyMs: performance.now() - started,
    };
  }

  close(): void {
    Object.values(this.clients).forEach((client: { close(): void }) => client.close());
  }

  private session(runtime: string, serving: Serving): Promise<Session> {
    return this.sessions.get(`${runtime} ${serving.agentId} ${serving.taskSet} ${canonicalJson(serving.configuration)}`, async () => {
      if (runtime !== 'builtin') return foreignSession(runtime, serving);
      const specialist = [...builtins, ...testAgents].find(({ profile }) => profile.id === serving.agentId);
      if (!specialist) throw new DomainError('not_found', `this version of the platform has no built-in "${serving.agentId}"`);
      return specialist.open(serving.configuration, servedKnowledge(this.clients.taskSets, serving.taskSet));
    });
  }
}
