import { builtins, testAgents } from '../builtins.js';
import { inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import { echo } from './echo.specialist.js';

const knowledge = inMemoryKnowledge([]);

describe('echo', () => {
  it('is no part of the public catalogue', () => {
    expect(builtins.map(({ profile }) => profile.id)).toEqual(['recall', 'mail-guard']);
    expect(testAgents[0]).toBe(echo);
  });

  it('answers with its input, at once', async () => {
    const session = await echo.open({}, knowledge);
    expect(session.run({ any: ['thing'] })).toEqual({
      output: { any: ['thing'] },
      confidence: 1,
      tokensIn: 0,
      tokensOut: 0,
      costMicros: 0,
      memoryUtility: null,
    });
  });

  it('waits as long as it is told', async () => {
    const session = await echo.open({ delay_ms: 40, confidence: 0.5 }, knowledge);
    const started = performance.now();
    expect(await session.run('x')).toMatchObject({ output: 'x', confidence: 0.5 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(38);
  });

  it('stops waiting when it is aborted', async () => {
    const session = await echo.open({ delay_ms: 5000 }, knowledge);
    const controller = new AbortController();
    const running = session.run('x', { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses a delay outside its space', async () => {
    await expect(echo.open({ delay_ms: 5001 }, knowledge)).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
