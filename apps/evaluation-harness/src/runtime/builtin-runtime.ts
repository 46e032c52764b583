import type { Sql } from '@ao/postgres';
import { DomainError } from '@ao/kernel';
import type { Specialist } from '@ao/specialists';
import type { AgentRuntime, TrialRun } from './agent-runtime.js';
import { knowledgeOf } from '../task-set/knowledge.store.js';
import { sharedSessions } from './shared-sessions.js';

const find = (specialists: readonly Specialist[], { spec }: TrialRun): Specialist => {
  const found = specialists.find(({ profile }) => profile.id === spec.miniAgent);
  if (found === undefined)
    throw new DomainError('failed_precondition', `this harness has no built-in agent ${spec.miniAgent}`);
  if (found.profile.version !== spec.agentVersion)
    throw new DomainError(
      'failed_precondition',
      `the trial was scheduled for ${spec.miniAgent} ${spec.agentVersion}; this harness has ${found.profile.version}`,
    );
  return found;
};

/** Runs the specialists of this package in this process; one open session for each agent, configuration and content. */
export const builtinRuntime = (sql: Sql, specialists: readonly Specialist[], sessions: number): AgentRuntime => {
  const shared = sharedSessions(sessions);
  return {
    open: async (trial) => {
      const specialist = find(specialists, trial);
      const { spec, contentId } = trial;
      const key = `${spec.miniAgent} ${spec.configurationHash} ${contentId}`;
      const { session, release } = await shared.borrow(key, () =>
        specialist.open(spec.configuration, knowledgeOf(sql, contentId)),
      );
      return { run: ({ input, seed, run }, signal) => session.run(input, { signal, seed, run }), release };
    },
    close: () => shared.close(),
  };
};
