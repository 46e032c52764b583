import { Worker } from 'node:worker_threads';
import { DomainError } from '@ao/kernel';
import type { Knowledge } from '../specialist.js';
import { KnowledgePages } from './knowledge-pages.js';
import { clockMemory, computingOf, sinceStart, type Computing } from './thread-clock.js';
import { threadEntry } from './thread-entry.js';
import {
  errorFromWire,
  type FromThread,
  type ThreadRequest,
  type ThreadStart,
  type TimedAnswer,
} from './thread-messages.js';

type Asked = Extract<ThreadRequest, { kind: 'open' | 'run' }>;
type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

/** How a thread is held. */
export interface ThreadLimits {
  /** Megabytes of its heap, and of what its heap refers to outside. */
  readonly memoryMb: number;
  readonly testAgents: boolean;
  /** True: the thread gives way to what else runs on a busy machine (on Linux, where threads have priorities of their own). */
  readonly background?: boolean;
}

/** The thread ended under a request that had no part in it: ask again. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost';
}

interface Pending {
  readonly kind: Asked['kind'];
  /** Milliseconds of CPU time that it may take in one go. */
  readonly limitMs: number;
  resolve(value: TimedAnswer | undefined): void;
  reject(error: Error): void;
}

interface Running {
  readonly worker: Worker;
  readonly clock: SharedArrayBuffer;
  readonly pages: KnowledgePages;
  /** Why it is ended, where it is. */
  fate: { readonly culprit: number; readonly error: Error } | undefined;
}

const watchMs = 100;
/** A thread that computes no more than this share of the time is on a busy machine, or waits inside a call: then the clock decides. */
const leastShare = 0.1;
const bytesPerMb = 1_048_576;

const outOfTime = ({ kind, limitMs }: Pending): DomainError =>
  kind === 'run'
    ? new DomainError('deadline_exceeded', `the agent computed for more than ${limitMs} ms and was stopped`)
    : new DomainError('resource_exhausted', `fitting the agent took more than ${limitMs} ms of CPU time`);

const outOfMemory = (memoryMb: number): DomainError =>
  new DomainError('resource_exhausted', `the agent needed more than ${memoryMb} MB of memory`);

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/**
 * A thread in which built-in agents are fitted and run. It starts with its first request. Where an agent computes past its limit or
 * needs too much memory, the thread is ended, that request fails, all others of the thread throw ThreadLost, and the next one starts it anew.
 */
export class AgentThread {
  private readonly pending = new Map<number, Pending>();
  private running: Running | undefined;
  private watch: NodeJS.Timeout | undefined;
  private ids = 0;
  /** Threads that ended: what was opened in them is gone. */
  private ended = 0;

  constructor(
    private readonly limits: ThreadLimits,
    private readonly knowledgeOf: (key: string) => Knowledge | undefined,
  ) {}

  /** Another number after the thread was replaced. */
  get generation(): number {
    return this.ended;
  }

  /** Opens a session or runs an input. Throws what the agent throws, `resource_exhausted` or `deadline_exceeded` at a limit, or ThreadLost. */
  ask(request: WithoutId<Asked>, limitMs: number, signal?: AbortSignal): Promise<TimedAnswer | undefined> {
    const { worker } = (this.running ??= this.start());
    const id = ++this.ids;
    const abort = (): void => this.tell({ kind: 'abort', id });
    return new Promise<TimedAnswer | undefined>((resolve, reject) => {
      this.pending.set(id, { kind: request.kind, limitMs, resolve, reject });
      worker.postMessage({ ...request, id });
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    }).finally(() => signal?.removeEventListener('abort', abort));
  }

  /** Says something that has no reply; nothing where the thread does not run. */
  tell(message: Extract<ThreadRequest, { kind: 'abort' | 'close' }>): void {
    this.running?.worker.postMessage(message);
  }

  /** Ends the thread, whatever it does. */
  async stop(): Promise<void> {
    await this.running?.worker.terminate();
  }

  private start(): Running {
    const { file, execArgv } = threadEntry();
    const clock = clockMemory();
    const { testAgents, background = false } = this.limits;
    const workerData: ThreadStart = { testAgents, background, clock };
    const worker = new Worker(file, {
      name: 'agents',
      execArgv: [...execArgv],
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb },
    });
    const pages = new KnowledgePages(this.knowledgeOf, (page) => worker.postMessage(page));
    const running: Running = { worker, clock, pages, fate: undefined };
    worker.unref();
    worker.on('message', (message: FromThread) => this.receive(message, pages));
    worker.on('error', (error: Error) => this.onError(running, error));
    worker.on('exit', () => this.onExit(running));
    this.watch = setInterval(() => void this.look(running), watchMs).unref();
    return running;
  }

  private receive(message: FromThread, pages: KnowledgePages): void {
    if (message.kind !== 'done' && message.kind !== 'failed') return pages.receive(message);
    const asked = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'done') asked?.resolve(message.value);
    else asked?.reject(errorFromWire(message.error));
  }

  /** The heap is full, or an exception that nobody in the thread caught: whatever computes is to blame. */
  private onError(running: Running, error: Error): void {
    const { id } = computingOf(running.clock);
    running.fate ??= { culprit: id, error: isOutOfMemory(error) ? outOfMemory(this.limits.memoryMb) : error };
  }

  private onExit({ pages, fate }: Running): void {
    clearInterval(this.watch);
    pages.close();
    this.running = undefined;
    this.ended += 1;
    const lost = [...this.pending];
    this.pending.clear();
    for (const [id, { reject }] of lost)
      reject(id === fate?.culprit ? fate.error : new ThreadLost('the thread of the agents ended'));
  }

  /** Ends a thread whose agent is over a limit. CPU time counts, so that an agent on a busy machine is not stopped for its neighbours. */
  private async look(running: Running): Promise<void> {
    const computing = computingOf(running.clock);
    const asked = this.pending.get(computing.id);
    if (asked === undefined || running.fate !== undefined) return;
    const error = await this.overLimit(running, computing, asked).catch(() => undefined);
    if (error === undefined || running.fate !== undefined || computingOf(running.clock).id !== computing.id) return;
    running.fate = { culprit: computing.id, error };
    await running.worker.terminate();
  }

  private async overLimit({ worker }: Running, computing: Computing, asked: Pending): Promise<Error | undefined> {
    const { memoryMb } = this.limits;
    const wallMs = sinceStart(computing);
    const { external_memory: outside } = await worker.getHeapStatistics();
    if (outside > memoryMb * bytesPerMb) return outOfMemory(memoryMb);
    if (wallMs <= asked.limitMs) return undefined;
    const { user, system } = await worker.cpuUsage();
    const cpuMs = (user + system) / 1_000 - computing.cpuMs;
    return cpuMs > asked.limitMs || wallMs * leastShare > asked.limitMs ? outOfTime(asked) : undefined;
  }
}
