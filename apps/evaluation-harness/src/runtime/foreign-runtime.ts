import { agent } from '@ao/contracts';
import type { Json } from '@ao/kernel';
import { rpcClient, type RpcClient } from '@ao/rpc';
import type { Answer } from '@ao/specialists';
import type { AgentRuntime, AgentSession, TrialRun } from './agent-runtime.js';

type Client = RpcClient<agent.AgentServiceClient>;

/** The platform's own tokens stay inside: a foreign agent gets none. */
const noToken = 'none';

const answerOf = ({ output, confidence, tokensIn, tokensOut, costMicros, memoryUtility }: agent.RunEpisodeResponse): Answer => ({
  output: (output ?? null) as Json,
  confidence: confidence ?? null,
  tokensIn,
  tokensOut,
  costMicros,
  memoryUtility: memoryUtility ?? null,
});

const sessionOf = (client: Client, { spec, corrId }: TrialRun): AgentSession => ({
  run: async ({ episodeId, itemId, input, timeoutMs }, signal) => {
    const { taskSet, configuration } = spec;
    const request = { episodeId, corrId, taskSet, configuration, itemId, input };
    return answerOf(await client.runEpisode(request, { corrId, causationId: spec.trialId, subject: 'service:evaluation', deadlineMs: timeoutMs, signal }));
  },
  release: () => undefined,
});

/** Runs agents that listen behind gRPC; one connection for each address. */
export const foreignRuntime = (): AgentRuntime => {
  const clients = new Map<string, Client>();
  const clientOf = (address: string): Client => {
    const client = clients.get(address) ?? rpcClient(agent.AgentServiceClient, address, { token: noToken });
    clients.set(address, client);
    return client;
  };
  return {
    open: async (trial) => sessionOf(clientOf(trial.spec.runtime), trial),
    close: () => clients.forEach((client) => client.close()),
  };
};
