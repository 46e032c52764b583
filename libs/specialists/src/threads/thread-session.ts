import { isDomainError, type Configuration, type Json } from '@ao/kernel';
import type { LimitFunction } from 'p-limit';
import type { Knowledge } from '../specialist.js';
import { ThreadLost, type AgentThread } from './agent-thread.js';
import type { TimedAnswer } from './thread-messages.js';

/** What is opened: a built-in agent with a configuration. */
export interface AgentOpening {
  readonly agentId: string;
  readonly configuration: Configuration;
  /** Names the knowledge: the same key, the same data. */
  readonly knowledgeKey: string;
  readonly knowledge: Knowledge;
  /** Sessions with the same mark are opened in the same thread: what is compared runs side by side. */
  readonly near?: string;
}

/** What a run is given. */
export interface ThreadRun {
  readonly seed?: number;
  readonly run?: number;
  /** Milliseconds: of CPU time where the agent computes, by the clock where it waits. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A thread and what lives in it. */
export interface ThreadSlot {
  readonly thread: AgentThread;
  /** Bounds the runs that wait in it. */
  readonly limit: LimitFunction;
  sessions: number;
}

/** Times that a request is asked again after its thread ended for another's fault. */
const retries = 3;
/** After so long a fit that failed is tried again: the machine may have been short of memory. */
const faultMs = 60_000;

const askAgain = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tried = 0; ; tried++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ThreadLost) || tried === retries) throw error;
    }
  }
};

/** The agent's own failure to be fitted: an exception, or a limit. Its refusals and those of the data are no faults. */
const isFault = (error: unknown): boolean => !isDomainError(error) || error.code === 'resource_exhausted';

/** A fitted agent that lives in a thread; fitted again where its thread has been replaced. */
export class ThreadSession {
  private fitted: { readonly generation: number; readonly done: Promise<unknown> } | undefined;
  private fault: { readonly error: unknown; readonly atMs: number } | undefined;

  constructor(
    private readonly slot: ThreadSlot,
    private readonly number: number,
    private readonly opening: AgentOpening,
    private readonly fitTimeoutMs: number,
  ) {
    slot.sessions += 1;
  }

  /** Fits the agent. A fault of its own is kept for its runs. */
  async open(): Promise<void> {
    await askAgain(() => this.fit()).catch((error: unknown) => {
      if (!isFault(error)) throw error;
    });
  }

  /** Throws what the agent throws, `deadline_exceeded` after its time, `resource_exhausted` where it needed too much. */
  run(input: Json, { seed, run, timeoutMs, signal }: ThreadRun): Promise<TimedAnswer> {
    const request = { kind: 'run', session: this.number, input, seed, run: run ?? 0, timeoutMs } as const;
    return askAgain(async () => {
      await this.fit();
      return (await this.slot.thread.ask(request, timeoutMs, signal)) as TimedAnswer;
    });
  }

  /** Runs a task when the thread has room for one more. */
  limit<T>(task: () => Promise<T>): Promise<T> {
    return this.slot.limit(task);
  }

  close(): void {
    this.slot.sessions -= 1;
    this.slot.thread.tell({ kind: 'close', session: this.number });
  }

  /** Fits it in the thread that runs now; once, however many runs wait for it. */
  private async fit(): Promise<unknown> {
    const { thread } = this.slot;
    if (this.fault !== undefined && performance.now() - this.fault.atMs < faultMs) throw this.fault.error;
    if (this.fitted?.generation === thread.generation) return this.fitted.done;
    const { agentId, configuration, knowledgeKey } = this.opening;
    const request = { kind: 'open', session: this.number, agentId, configuration, knowledge: knowledgeKey } as const;
    const done = thread.ask(request, this.fitTimeoutMs).catch((error: unknown) => {
      if (isFault(error) && !(error instanceof ThreadLost)) this.fault = { error, atMs: performance.now() };
      throw error;
    });
    done.catch(() => undefined);
    this.fitted = { generation: thread.generation, done };
    return done;
  }
}
