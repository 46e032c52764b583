import { inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import type { Knowledge, TaskDocument } from '../specialist.js';
import { AgentThreads, type AgentThreadsOptions } from './agent-threads.js';
import type { AgentOpening, ThreadSession } from './thread-session.js';

const options: AgentThreadsOptions = {
  threads: 1,
  runsPerThread: 8,
  fitTimeoutMs: 1_000,
  sessions: 8,
  memoryMb: 96,
  testAgents: true,
};
const nothingKnown = inMemoryKnowledge([]);

let threads: AgentThreads;
const start = (change: Partial<AgentThreadsOptions> = {}): AgentThreads =>
  (threads = new AgentThreads({ ...options, ...change }));
afterEach(() => threads.close());

const open = async (agentId: string, change: Partial<AgentOpening> = {}): Promise<ThreadSession> => {
  const opening = { agentId, configuration: {}, knowledgeKey: 'k', knowledge: nothingKnown, ...change };
  return (await threads.open(opening)).session;
};
const run = (session: ThreadSession, input: string, timeoutMs = 1_000) => session.run(input, { timeoutMs });

/** Turns of the event loop while something runs, and the longest wait between two, in milliseconds. */
const longestTurn = async (running: Promise<unknown>): Promise<number> => {
  let [longest, last, over] = [0, performance.now(), false];
  const done = running.finally(() => (over = true));
  while (!over) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  await done;
  return longest;
};

it('answers as the agent does, and says how long it computed', async () => {
  start();
  const answer = await run(await open('echo'), 'hello');
  expect(answer).toMatchObject({ output: 'hello', confidence: 1, tokensIn: 0, costMicros: 0 });
  expect(answer.latencyMs).toBeGreaterThanOrEqual(0);
});

it('measures by the clock where the agent waits, and ends its wait', async () => {
  start();
  const patient = await open('echo', { configuration: { delay_ms: 40 } });
  expect((await run(patient, 'x')).latencyMs).toBeGreaterThanOrEqual(38);
  await expect(run(await open('echo', { configuration: { delay_ms: 5_000 } }), 'x', 20)).rejects.toMatchObject({
    code: 'deadline_exceeded',
  });
});

it('ends a wait when its caller gives up', async () => {
  start();
  const [session, stop] = [await open('echo', { configuration: { delay_ms: 5_000 } }), new AbortController()];
  const running = session.run('x', { timeoutMs: 4_000, signal: stop.signal });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});

it('passes on what the agent refuses and throws, and goes on', async () => {
  start();
  await expect(open('echo', { configuration: { delay_ms: 9_999 } })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [expect.objectContaining({ path: expect.stringContaining('delay_ms') })],
  });
  await expect(open('nobody')).rejects.toMatchObject({ code: 'failed_precondition' });
  const troubled = await open('troubled', { configuration: { run: 'throws' } });
  await expect(run(troubled, 'trouble')).rejects.toThrow('the agent is in trouble');
  expect(await run(troubled, 'x')).toMatchObject({ output: 'x' });
});

it.each([
  ['hangs', 'spins', 'deadline_exceeded', 'computed for more than 300 ms'],
  ['fills its heap', 'eats_memory', 'resource_exhausted', 'more than 96 MB'],
  ['fills memory outside of its heap', 'eats_buffers', 'resource_exhausted', 'more than 96 MB'],
])('ends an agent that %s, and what else ran in its thread runs again', async (_, trouble, code, reason) => {
  start();
  const troubled = await open('troubled', { configuration: { run: trouble } });
  const waiting = await open('echo', { configuration: { delay_ms: 200 } });
  const innocent = [run(waiting, 'a', 5_000), run(waiting, 'b', 5_000)];
  await expect(run(troubled, 'trouble', trouble === 'spins' ? 300 : 20_000)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(reason),
  });
  expect(await Promise.all(innocent)).toMatchObject([{ output: 'a' }, { output: 'b' }]);
  expect(await run(troubled, 'x')).toMatchObject({ output: 'x' });
});

it.each([
  ['throws', 'the agent is in trouble'],
  ['spins', 'took more than 1000 ms of CPU time'],
  ['eats_memory', 'more than 96 MB'],
])('fails every run of an agent whose fit %s, with the reason, and fits it no second time', async (trouble, reason) => {
  start();
  const session = await open('troubled', { configuration: { fit: trouble } });
  const begun = performance.now();
  await expect(run(session, 'x')).rejects.toThrow(reason);
  await expect(run(session, 'y')).rejects.toThrow(reason);
  expect(performance.now() - begun).toBeLessThan(900);
  expect(await run(await open('echo'), 'x')).toMatchObject({ output: 'x' });
});

describe('what an agent learns from', () => {
  const documents = (count: number): readonly TaskDocument[] =>
    Array.from({ length: count }, (_, index) => ({ id: `d${index}`, title: '', text: `word${index} and more` }));

  const counted = (knowledge: Knowledge) => {
    const counts = { reads: 0, rows: 0 };
    return {
      counts,
      knowledge: {
        ...knowledge,
        documents: async function* () {
          counts.reads += 1;
          for await (const row of knowledge.documents()) {
            counts.rows += 1;
            yield row;
          }
        },
      },
    };
  };

  it('reaches the thread once a session, in pages, and all of it', async () => {
    start();
    const { counts, knowledge } = counted(inMemoryKnowledge(documents(1_001)));
    const opening = { knowledgeKey: 'docs', knowledge };
    const [one, same] = await Promise.all([open('recall', opening), open('recall', opening)]);
    expect(same).toBe(one);
    const answer = await one.run({ query: 'word1000' }, { timeoutMs: 5_000 });
    expect(answer.output).toMatchObject({ documents: expect.arrayContaining(['d1000']) });
    await one.run({ query: 'word7' }, { timeoutMs: 5_000 });
    expect(counts).toEqual({ reads: 1, rows: 1_001 });
  });

  it('fails as the data does: what is away now is asked for again next time', async () => {
    start();
    const { DomainError } = await import('@ao/kernel');
    let away = true;
    const knowledge: Knowledge = {
      ...nothingKnown,
      documents: () => {
        if (away) throw new DomainError('unavailable', 'Postgres is away');
        return inMemoryKnowledge(documents(3)).documents();
      },
    };
    await expect(open('recall', { knowledgeKey: 'd', knowledge })).rejects.toMatchObject({ code: 'unavailable' });
    away = false;
    expect(await open('recall', { knowledgeKey: 'd', knowledge })).toBeDefined();
  });
});

it('leaves the event loop of its caller free while an agent computes', async () => {
  start({ fitTimeoutMs: 700 });
  await run(await open('echo'), 'warm');
  const busy = open('troubled', { configuration: { fit: 'spins' } });
  // The bound is far above what a free loop takes, and far below the 700 ms for which the agent computes.
  expect(await longestTurn(busy)).toBeLessThan(500);
});

it('opens what is compared in one thread, and other sessions where there are fewest', async () => {
  start({ threads: 2 });
  const spinning = (near: string, name: number) => open('echo', { near, configuration: { confidence: name / 10 } });
  const [one, two, other] = [await spinning('pair', 1), await spinning('pair', 2), await spinning('else', 3)];
  const slotOf = (session: ThreadSession): unknown => (session as unknown as { slot: unknown }).slot;
  expect(slotOf(one)).toBe(slotOf(two));
  expect(slotOf(one)).not.toBe(slotOf(other));
});
