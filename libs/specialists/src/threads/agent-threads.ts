import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { canonicalJson } from '@ao/kernel';
import type { Knowledge } from '../specialist.js';
import { AgentThread, type ThreadLimits } from './agent-thread.js';
import { sharedSessions, type LentSession } from './shared-sessions.js';
import { ThreadSession, type AgentOpening, type ThreadSlot } from './thread-session.js';

/** How many threads run built-in agents, and what an agent may use. */
export interface AgentThreadsOptions extends ThreadLimits {
  readonly threads: number;
  /** Runs that wait in one thread at once. */
  readonly runsPerThread: number;
  /** Milliseconds of CPU time that fitting one configuration may take. */
  readonly fitTimeoutMs: number;
  /** Fitted agents that are kept. */
  readonly sessions: number;
}

const knownKnowledge = 64;
const knownMarks = 256;

const keyOf = ({ agentId, knowledgeKey, configuration, near }: AgentOpening): string =>
  canonicalJson([agentId, knowledgeKey, configuration, near ?? '']);

/**
 * Runs built-in agents in threads, so that nothing they compute holds up the process. A fitted agent lives in one thread and is shared by
 * all who open the same configuration on the same knowledge; those used last are kept.
 */
export class AgentThreads {
  private readonly knowledge = new LRUCache<string, Knowledge>({ max: knownKnowledge });
  private readonly marks = new LRUCache<string, ThreadSlot>({ max: knownMarks });
  private readonly shared;
  private readonly slots: readonly ThreadSlot[];
  private numbers = 0;

  constructor(private readonly options: AgentThreadsOptions) {
    this.shared = sharedSessions<ThreadSession>(options.sessions);
    this.slots = Array.from({ length: options.threads }, () => ({
      thread: new AgentThread(options, (key) => this.knowledge.get(key)),
      limit: pLimit(options.runsPerThread),
      sessions: 0,
    }));
  }

  /**
   * Fits the agent, or finds it fitted. Throws the agent's and the knowledge's DomainErrors (`invalid_argument`: not a configuration of
   * it; `unavailable`: the data cannot be read now). Where fitting fails otherwise, every run of the session fails with the reason.
   */
  open(opening: AgentOpening): Promise<LentSession<ThreadSession>> {
    this.knowledge.set(opening.knowledgeKey, opening.knowledge);
    return this.shared.borrow(keyOf(opening), async () => {
      const session = new ThreadSession(this.slotFor(opening), ++this.numbers, opening, this.options.fitTimeoutMs);
      try {
        await session.open();
        return session;
      } catch (error) {
        session.close();
        throw error;
      }
    });
  }

  /** Ends all threads, whatever they do. */
  async close(): Promise<void> {
    this.shared.close();
    await Promise.all(this.slots.map(({ thread }) => thread.stop()));
  }

  /** The thread of the sessions that it is compared with, else one with the fewest. */
  private slotFor({ near }: AgentOpening): ThreadSlot {
    const known = near === undefined ? undefined : this.marks.get(near);
    const slot = known ?? this.slots.reduce((least, each) => (each.sessions < least.sessions ? each : least));
    if (near !== undefined) this.marks.set(near, slot);
    return slot;
  }
}
