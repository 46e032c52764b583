import { agent } from '@ao/contracts';
import { DomainError, isDomainError, type Json } from '@ao/kernel';
import { rpcClient, type RpcClient } from '@ao/rpc';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Answer } from '@ao/specialists';
import type { AgentRuntime, AgentSession, TrialRun } from './agent-runtime.js';

type Client = RpcClient<agent.AgentServiceClient>;

/** The platform's own tokens stay inside: a foreign agent gets none. */
const noToken = 'none';

const answerOf = ({
  output,
  confidence,
  tokensIn,
  tokensOut,
  costMicros,
  memoryUtility,
  refused,
}: agent.RunEpisodeResponse): Answer => ({
  output: (output ?? null) as Json,
  confidence: confidence ?? null,
  tokensIn,
  tokensOut,
  costMicros,
  memoryUtility: memoryUtility ?? null,
  refused,
});

/** An answer that the channel refuses to read is the agent's error, not a budget that is spent. */
const readable = (error: unknown): unknown =>
  isDomainError(error, 'resource_exhausted') && error.message.includes('larger than max')
    ? new DomainError('out_of_range', `the answer is too large: ${error.message}`)
    : error;

const sessionOf = (client: Client, { spec, corrId }: TrialRun, limit: LimitFunction | undefined): AgentSession => ({
  ...(limit && { agentLimit: (task) => limit(task) }),
  run: async ({ episodeId, itemId, input, seed, run, timeoutMs }, signal) => {
    const { taskSet, configuration } = spec;
    const request = { episodeId, corrId, taskSet, configuration, itemId, input, seed, run };
    const context = {
      corrId,
      causationId: spec.trialId,
      subject: 'service:evaluation-harness',
      deadlineMs: timeoutMs,
      signal,
    };
    return answerOf(
      await client.runEpisode(request, context).catch((error: unknown) => Promise.reject(readable(error))),
    );
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
  const limits = new Map<string, LimitFunction>();
  /** One bound for each agent, over all slices of the process; what it says last holds. */
  const limitOf = ({ spec: { miniAgent, runtime, maxConcurrency = 0 } }: TrialRun): LimitFunction | undefined => {
    if (maxConcurrency < 1) return undefined;
    const key = `${runtime} ${miniAgent}`;
    const limit = limits.get(key) ?? pLimit(maxConcurrency);
    limit.concurrency = maxConcurrency;
    limits.set(key, limit);
    return limit;
  };
  return {
    open: async (trial) => sessionOf(clientOf(trial.spec.runtime), trial, limitOf(trial)),
    close: () => clients.forEach((client) => client.close()),
  };
};
