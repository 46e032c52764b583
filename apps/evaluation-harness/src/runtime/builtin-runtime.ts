import { asDomainError, type Sql } from '@ao/postgres';
import { DomainError } from '@ao/kernel';
import type { AgentThreads, Knowledge, Specialist } from '@ao/specialists';
import { inDomainErrors } from '../database.js';
import type { AgentRuntime, TrialRun } from './agent-runtime.js';
import { knowledgeOf } from '../task-set/knowledge.store.js';

const check = (specialists: readonly Specialist[], { spec }: TrialRun): void => {
  const found = specialists.find(({ profile }) => profile.id === spec.miniAgent);
  if (found === undefined)
    throw new DomainError('failed_precondition', `this harness has no built-in agent ${spec.miniAgent}`);
  if (found.profile.version !== spec.agentVersion)
    throw new DomainError(
      'failed_precondition',
      `the trial was scheduled for ${spec.miniAgent} ${spec.agentVersion}; this harness has ${found.profile.version}`,
    );
};

const readable = (sql: Sql, contentId: number): Knowledge => {
  const { documents, items } = knowledgeOf(sql, contentId);
  return { documents: () => inDomainErrors(documents()), items: (split) => inDomainErrors(items(split)) };
};

/** Runs the specialists of this package in threads of this process. */
export const builtinRuntime = (sql: Sql, specialists: readonly Specialist[], threads: AgentThreads): AgentRuntime => ({
  open: async (trial) => {
    check(specialists, trial);
    const { spec, contentId } = trial;
    const { session, release } = await threads
      .open({
        agentId: spec.miniAgent,
        configuration: spec.configuration,
        knowledgeKey: `content ${contentId}`,
        knowledge: readable(sql, contentId),
        ...(spec.pair ? { near: spec.jobId } : {}),
      })
      .catch((error: unknown) => Promise.reject(asDomainError(error)));
    return {
      run: ({ input, seed, run, timeoutMs }, signal) => session.run(input, { seed, run, timeoutMs, signal }),
      keepsTime: true,
      limit: (task) => session.limit(task),
      release,
    };
  },
  close: () => threads.close(),
});
