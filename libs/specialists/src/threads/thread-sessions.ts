import { LRUCache } from 'lru-cache';
import { DomainError } from '@ao/kernel';
import type { Answer, Knowledge, Session, Specialist } from '../specialist.js';
import { noteComputing, threadCpuMs } from './thread-clock.js';
import type { ThreadRequest, TimedAnswer } from './thread-messages.js';

type Request<Kind extends ThreadRequest['kind']> = Extract<ThreadRequest, { kind: Kind }>;

/** Bodies of knowledge whose agents' caches a thread keeps. */
const mostKnowledge = 4;

const timeIsOver = (timeoutMs: number): DomainError =>
  new DomainError('deadline_exceeded', `no answer within ${timeoutMs} ms`);

/** The sessions of one thread: opens agents, runs inputs, says what it computes. */
export class ThreadSessions {
  private readonly open = new Map<number, Session>();
  private readonly running = new Map<number, AbortController>();
  private readonly knowledge = new LRUCache<string, Knowledge>({ max: mostKnowledge });
  private opening: Promise<unknown> = Promise.resolve();
  /** The open that is under way, 0: none. Between its waits other sessions run. */
  private fitting = 0;

  constructor(
    private readonly specialists: readonly Specialist[],
    private readonly knowledgeOf: (key: string) => Knowledge,
    private readonly clock: SharedArrayBuffer,
  ) {}

  /** Opens a session; one at a time, so that it is known which one computes. */
  openSession(request: Request<'open'>): Promise<void> {
    const turn = this.opening.then(() => this.openNow(request));
    this.opening = turn.catch(() => undefined);
    return turn;
  }

  /** Runs an input. Throws `deadline_exceeded` where the time was over first, `aborted` where its caller gave up. */
  run(request: Request<'run'>): Promise<TimedAnswer> | TimedAnswer {
    const session = this.open.get(request.session);
    if (session === undefined) throw new Error(`there is no session ${request.session}`);
    const clock = new AbortController();
    noteComputing(this.clock, request.id);
    const [cpuMs, atMs] = [threadCpuMs(), performance.now()];
    try {
      const { seed, run } = request;
      const given = session.run(request.input, { signal: clock.signal, ...(seed === undefined ? {} : { seed }), run });
      if ('then' in given) return this.waitFor(given, request, clock, atMs);
      return { ...given, latencyMs: threadCpuMs() - cpuMs };
    } finally {
      noteComputing(this.clock, this.fitting);
    }
  }

  abort(id: number): void {
    this.running.get(id)?.abort(new DomainError('aborted', 'the run was given up'));
  }

  close(session: number): void {
    this.open.get(session)?.close();
    this.open.delete(session);
  }

  private async openNow({ id, session, agentId, configuration, knowledge }: Request<'open'>): Promise<void> {
    const specialist = this.specialists.find(({ profile }) => profile.id === agentId);
    if (!specialist) throw new DomainError('failed_precondition', `there is no built-in agent "${agentId}" here`);
    const known = this.knowledge.get(knowledge) ?? this.knowledgeOf(knowledge);
    this.knowledge.set(knowledge, known);
    this.fitting = id;
    noteComputing(this.clock, id);
    try {
      this.open.set(session, await specialist.open(configuration, known));
    } finally {
      this.fitting = 0;
      noteComputing(this.clock, 0);
    }
  }

  /** Of an agent that waits, the time is the clock's; its wait is ended from here. */
  private async waitFor(
    given: Promise<Answer>,
    { id, timeoutMs }: Request<'run'>,
    clock: AbortController,
    atMs: number,
  ): Promise<TimedAnswer> {
    const { promise: over, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => clock.abort(timeIsOver(timeoutMs)), timeoutMs);
    clock.signal.addEventListener('abort', () => reject(clock.signal.reason), { once: true });
    this.running.set(id, clock);
    try {
      const answer = await Promise.race([given, over]);
      return { ...answer, latencyMs: performance.now() - atMs };
    } catch (error) {
      throw clock.signal.aborted ? clock.signal.reason : error;
    } finally {
      clearTimeout(timer);
      this.running.delete(id);
    }
  }
}
