import { createHash } from 'node:crypto';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { agent } from '@ao/contracts';

/** A foreign agent in this process, behind gRPC. */
export interface SkilledAgent {
  /** "host:port". */
  readonly address: string;
  /** Connections that episodes came through: one for each process that runs them. */
  readonly peers: () => number;
  stop(): void;
}

const profile: agent.MiniAgentProfile = {
  ...agent.MiniAgentProfile.fromPartial({}),
  id: 'skilled',
  version: '1.0.0',
  role: 'tooling',
  description:
    "Solves an item when its skill exceeds the item's difficulty; the same configuration always solves the same items.",
  searchSpace: [
    {
      name: 'skill',
      description: 'Share of the items that it solves, less .1.',
      domain: { $case: 'floatRange', value: { min: 0, max: 0.8, log: false } },
    },
    {
      name: 'style',
      description: 'Changes nothing.',
      domain: { $case: 'choices', value: { values: ['plain', 'fancy'] } },
    },
  ],
  defaults: { skill: 0.3, style: 'plain' },
  requiredLeases: ['training.run'],
  searchSplits: ['train', 'dev'],
  maxTokensPerEpisode: 10,
  maxCostMicrosPerEpisode: 5,
  episodeTimeoutMs: 5_000,
  deterministic: true,
};

/** How hard an item is, 0 to 1, fixed by its id. */
const difficulty = (itemId: string): number => createHash('sha256').update(itemId).digest().readUInt32BE(0) / 2 ** 32;

/** Starts it. An episode takes about `delayMs`, whatever the configuration: latency decides nothing. */
export const startSkilledAgent = async (delayMs = 0): Promise<SkilledAgent> => {
  const peers = new Set<string>();
  const server = new Server();
  server.addService(agent.AgentServiceService, {
    describe: (
      _call: ServerUnaryCall<agent.DescribeRequest, agent.DescribeResponse>,
      done: sendUnaryData<agent.DescribeResponse>,
    ) => done(null, { profile }),
    runEpisode: (
      call: ServerUnaryCall<agent.RunEpisodeRequest, agent.RunEpisodeResponse>,
      done: sendUnaryData<agent.RunEpisodeResponse>,
    ) => {
      const { request } = call;
      peers.add(call.getPeer());
      const solved = 0.1 + Number(request.configuration?.['skill']) > difficulty(request.itemId);
      const answer = agent.RunEpisodeResponse.fromPartial({
        output: solved ? request.input : null,
        confidence: 0.5,
        tokensIn: 6,
        tokensOut: 4,
        costMicros: 5,
      });
      setTimeout(() => done(null, answer), delayMs);
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, peers: () => peers.size, stop: () => server.forceShutdown() };
};
