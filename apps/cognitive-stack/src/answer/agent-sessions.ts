import { createHash } from 'node:crypto';
import { agent, type evaluation } from '@ao/contracts';
import { canonicalJson, DomainError, type Configuration, type Json } from '@ao/kernel';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { builtins, testAgents, type Answer, type Session } from '@ao/specialists';
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

/** Runs agents on inputs; what was opened for one input stays open for the next. */
export class AgentSessions {
  private readonly sessions = new Sessions();

  constructor(private readonly taskSets: RpcClient<evaluation.TaskSetServiceClient>) {}

  async run(serving: Serving, input: Json): Promise<Given> {
    const session = await this.session(serving);
    const started = performance.now();
    const answer: Answer = await session.run(input);
    checkConfidence(answer, serving.agentId);
    return { ...answer, refused: answer.refused ?? false, latencyMs: performance.now() - started };
  }

  close(): void {
    this.sessions.close();
  }

  private session(serving: Serving): Promise<Session> {
    const { runtime, agentId, taskSet, configuration } = serving;
    return this.sessions.get(`${runtime} ${agentId} ${taskSet} ${canonicalJson(configuration)}`, async () => {
      if (runtime !== 'builtin') return foreignSession(serving);
      const specialist = [...builtins, ...testAgents].find(({ profile }) => profile.id === agentId);
      if (!specialist) throw new DomainError('not_found', `this version of the platform has no built-in "${agentId}"`);
      return specialist.open(configuration, servedKnowledge(this.taskSets, taskSet));
    });
  }
}
