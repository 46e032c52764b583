import { createHash } from 'node:crypto';
import { agent, type evaluation } from '@ao/contracts';
import { canonicalJson, DomainError, type Configuration, type Json } from '@ao/kernel';
import { rpcClient, type RpcClient } from '@ao/rpc';
import type { ContentReader } from '@ao/service';
import { AgentThreads, type Answer, type Session, type TimedAnswer } from '@ao/specialists';
import { v7 as uuid } from 'uuid';
import { servedKnowledge } from './knowledge.js';
import { Sessions } from './sessions.js';

/** An agent with its settings. */
export interface Serving {
  readonly agentId: string;
  /** "builtin", or the address of an agent of its own. */
  readonly runtime: string;
  /** "name@hash". */
  readonly taskSet: string;
  readonly configuration: Configuration;
}

/** What an agent gave for one input. */
export interface Given extends Answer {
  /** It declined to answer. */
  readonly refused: boolean;
  readonly latencyMs: number;
}

const deadlineMs = 10_000;
const seedOf = (episodeId: string): number => createHash('sha256').update(episodeId).digest().readUIntBE(0, 6);

/** A foreign agent as a session: the same calls as in training, without the platform's token. */
const foreignSession = ({ runtime, taskSet, configuration }: Serving): Session => {
  const client = rpcClient(agent.AgentServiceClient, runtime, { token: 'none', deadlineMs });
  return {
    close: () => client.close(),
    run: async (input): Promise<Answer> => {
      const episodeId = uuid();
      const answer = await client.runEpisode({
        episodeId,
        corrId: '',
        taskSet,
        configuration,
        itemId: '',
        input,
        seed: seedOf(episodeId),
        run: 0,
      });
      const { output, confidence, memoryUtility, tokensIn, tokensOut, costMicros, refused } = answer;
      return {
        output: (output ?? null) as Json,
        confidence: confidence ?? null,
        memoryUtility: memoryUtility ?? null,
        tokensIn,
        tokensOut,
        costMicros,
        refused,
      };
    },
  };
};

const checkConfidence = ({ confidence }: Answer, agentId: string): void => {
  if (confidence === null || (confidence >= 0 && confidence <= 1)) return;
  throw new DomainError(
    'internal',
    `mini-agent "${agentId}" said a confidence of ${confidence}; it must be from 0 to 1`,
  );
};

/** Threads in which agents answer: a slot whose agent is being fitted does not hold up the others. */
const threadsOptions = {
  threads: 2,
  runsPerThread: 64,
  fitTimeoutMs: 600_000,
  sessions: 16,
  memoryMb: 2_048,
  testAgents: true,
};

/** Runs agents on inputs; what was opened for one input stays open for the next. Built-in agents run in threads. */
export class AgentSessions {
  private readonly foreign = new Sessions();
  private readonly threads = new AgentThreads(threadsOptions);

  constructor(
    private readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>,
    private readonly contents: ContentReader,
  ) {}

  async run(serving: Serving, input: Json): Promise<Given> {
    const answer = await (serving.runtime === 'builtin'
      ? this.runBuiltin(serving, input)
      : this.runForeign(serving, input));
    checkConfidence(answer, serving.agentId);
    return { ...answer, refused: answer.refused ?? false };
  }

  async close(): Promise<void> {
    this.foreign.close();
    await this.threads.close();
  }

  private async runBuiltin({ agentId, configuration: named, taskSet }: Serving, input: Json): Promise<TimedAnswer> {
    const configuration = await this.contents.resolve(named);
    const knowledge = servedKnowledge(this.taskSets, taskSet);
    const { session, release } = await this.threads.open({ agentId, configuration, knowledgeKey: taskSet, knowledge });
    try {
      return await session.run(input, { timeoutMs: deadlineMs });
    } finally {
      release();
    }
  }

  private async runForeign(serving: Serving, input: Json): Promise<TimedAnswer> {
    const { runtime, agentId, taskSet, configuration } = serving;
    const key = canonicalJson([runtime, agentId, taskSet, configuration]);
    const session = await this.foreign.get(key, async () =>
      foreignSession({ ...serving, configuration: await this.contents.resolve(configuration) }),
    );
    const started = performance.now();
    const answer = await session.run(input);
    return { ...answer, latencyMs: performance.now() - started };
  }
}
