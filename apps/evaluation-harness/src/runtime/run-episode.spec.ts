import { DomainError } from '@ao/kernel';
import { echoAnswer } from '../testing/agents.js';
import type { AgentSession } from './agent-runtime.js';
import { episodeSeed } from './episode-seed.js';
import { runEpisode, type EpisodeRules, type RunnableEpisode } from './run-episode.js';

const item: RunnableEpisode = {
  ordinal: 4,
  itemId: 'i4',
  slice: 'easy',
  split: 'dev',
  run: 1,
  input: 'x',
  target: 'x',
};
const rules: EpisodeRules = {
  trialId: 't',
  orderSeed: 9,
  role: 'tooling',
  limits: { maxTokens: 10, maxCostMicros: 10 },
  timeoutMs: 50,
  retries: 2,
  retryMs: 1,
};
const never = new AbortController().signal;
const sessionOf = (run: AgentSession['run']): AgentSession => ({ run, release: () => undefined });
const busy = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

it('scores an answer by the rules of the role', async () => {
  expect(
    await runEpisode(
      sessionOf(() => echoAnswer('X ')),
      item,
      rules,
      never,
    ),
  ).toMatchObject({
    ordinal: 4,
    itemId: 'i4',
    slice: 'easy',
    split: 'dev',
    run: 1,
    solved: true,
    score: 1,
    error: '',
    refused: false,
    outputChars: 4,
    touchedScorer: false,
  });
  expect(
    await runEpisode(
      sessionOf(() => echoAnswer('y')),
      item,
      rules,
      never,
    ),
  ).toMatchObject({ solved: false, score: 0, error: '' });
});

it('sends the same episode id and seed each time, and never the target', async () => {
  const seen: object[] = [];
  await runEpisode(
    sessionOf(
      (episode) => (
        seen.push(episode),
        seen.length < 3 ? Promise.reject(new DomainError('unavailable', 'away')) : echoAnswer('x')
      ),
    ),
    item,
    rules,
    never,
  );
  expect(seen).toEqual(
    Array(3).fill({ episodeId: 't/4', itemId: 'i4', input: 'x', seed: episodeSeed(9, 'i4', 1), run: 1, timeoutMs: 50 }),
  );
});

it("takes the agent's word that it declines, and an empty answer for the same", async () => {
  for (const answer of [echoAnswer('x', { refused: true }), echoAnswer(''), echoAnswer(null)])
    expect(
      await runEpisode(
        sessionOf(() => answer),
        item,
        rules,
        never,
      ),
    ).toMatchObject({ solved: false, score: 0, refused: true, error: '' });
});

it('sees an answer that claims a score', async () => {
  expect(
    await runEpisode(
      sessionOf(() => echoAnswer({ x: 'x', solved: true })),
      item,
      rules,
      never,
    ),
  ).toMatchObject({ solved: false, touchedScorer: true, outputChars: 23 });
});

it('counts the time of its own run, not that of episodes that compute meanwhile', async () => {
  const session = sessionOf(() => (busy(4), echoAnswer('x')));
  const began = performance.now();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => runEpisode(session, item, rules, never)));
  const together = performance.now() - began;
  const median = outcomes.map(({ latencyMs }) => latencyMs).sort((one, other) => one - other)[4] as number;
  expect(median).toBeLessThan(together / 2);
});

it('ends an episode at its deadline even where the agent does not listen', async () => {
  expect(
    await runEpisode(
      sessionOf(() => new Promise(() => undefined)),
      item,
      rules,
      never,
    ),
  ).toMatchObject({ limitReached: 'time', solved: false, error: '' });
});

it('counts a run that computed past its deadline as too late', async () => {
  expect(
    await runEpisode(
      sessionOf(() => (busy(60), echoAnswer('x'))),
      item,
      rules,
      never,
    ),
  ).toMatchObject({ limitReached: 'time', latencyMs: 50 });
});

it("takes a deadline that the agent's side noticed first as a limit", async () => {
  const late = sessionOf(() => Promise.reject(new DomainError('deadline_exceeded', 'Deadline exceeded')));
  expect(await runEpisode(late, item, rules, never)).toMatchObject({ limitReached: 'time', error: '' });
});

it('gives up an agent that stays away', async () => {
  let runs = 0;
  const away = sessionOf(() => (runs++, Promise.reject(new DomainError('unavailable', 'connection refused'))));
  await expect(runEpisode(away, item, rules, never)).rejects.toMatchObject({ code: 'unavailable' });
  expect(runs).toBe(3);
});

it('stops at once when it is told to, also between retries', async () => {
  const stop = new AbortController();
  const running = runEpisode(
    sessionOf(() => new Promise(() => undefined)),
    item,
    { ...rules, timeoutMs: 60_000 },
    stop.signal,
  );
  const waiting = runEpisode(
    sessionOf(() => Promise.reject(new DomainError('unavailable', 'away'))),
    item,
    { ...rules, retryMs: 60_000 },
    stop.signal,
  );
  setTimeout(() => stop.abort(), 5);
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
});
