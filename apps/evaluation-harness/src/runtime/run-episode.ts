import { setTimeout as pause } from 'node:timers/promises';
import { failedOutcome, limitedOutcome, scoredOutcome, type EpisodeLimits, type EpisodePlace, type Outcome, type Usage } from '@ao/domain-evaluation';
import { DomainError, isDomainError, type Json, type Role } from '@ao/kernel';
import { score, type Answer } from '@ao/specialists';
import type { AgentSession, Episode } from './agent-runtime.js';

/** An item of a trial as it is run. */
export interface RunnableItem {
  readonly ordinal: number;
  readonly itemId: string;
  readonly input: Json;
  readonly target: Json;
}

/** How the episodes of a trial are run. */
export interface EpisodeRules {
  readonly trialId: string;
  readonly role: Role;
  readonly limits: EpisodeLimits;
  readonly timeoutMs: number;
  /** Runs after the first, where the agent is away. */
  readonly retries: number;
  /** Pause before the first retry; doubles. */
  readonly retryMs: number;
}

const late = Symbol('late');

/** The answer, or `late` once the time is over, whether or not the agent listens to the signal. */
const withDeadline = async (running: Promise<Answer>, deadline: AbortSignal): Promise<Answer | typeof late> => {
  const { promise, resolve } = Promise.withResolvers<typeof late>();
  const over = (): void => resolve(late);
  deadline.addEventListener('abort', over, { once: true });
  try {
    return await Promise.race([running, promise]);
  } finally {
    deadline.removeEventListener('abort', over);
    running.catch(() => undefined);
  }
};

/** One run against the clock. An agent that computes without waiting cannot be interrupted; its time counts all the same. */
const runOnce = async (session: AgentSession, episode: Episode, stop: AbortSignal): Promise<Answer | typeof late> => {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), episode.timeoutMs);
  try {
    const given = session.run(episode, clock.signal);
    return given instanceof Promise ? await withDeadline(given, AbortSignal.any([clock.signal, stop])) : given;
  } catch (error) {
    if (isDomainError(error, 'deadline_exceeded') || clock.signal.aborted) return late;
    throw error;
  } finally {
    clearTimeout(timer);
    if (stop.aborted) clock.abort();
  }
};

const usageOf = ({ confidence, tokensIn, tokensOut, costMicros, memoryUtility }: Answer): Usage => ({
  confidence: confidence ?? undefined,
  tokensIn,
  tokensOut,
  costMicros,
  memoryUtility: memoryUtility ?? undefined,
});

const outcomeOf = (place: EpisodePlace, answer: Answer, { target }: RunnableItem, { role, limits }: EpisodeRules): Outcome =>
  scoredOutcome(place, usageOf(answer), score(role, answer.output, target), limits);

const reasonOf = (error: unknown): string => (isDomainError(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error));

const stopped = (): DomainError => new DomainError('aborted', 'the episode was stopped');

const attempt = async (session: AgentSession, item: RunnableItem, rules: EpisodeRules, stop: AbortSignal): Promise<Outcome> => {
  const { ordinal, itemId, input } = item;
  const episode: Episode = { episodeId: `${rules.trialId}/${ordinal}`, itemId, input, timeoutMs: rules.timeoutMs };
  const start = performance.now();
  const place = (): EpisodePlace => ({ ordinal, itemId, latencyMs: performance.now() - start });
  try {
    const answer = await runOnce(session, episode, stop);
    const ran = place();
    if (stop.aborted) throw stopped();
    if (answer === late || ran.latencyMs > rules.timeoutMs) return limitedOutcome({ ...ran, latencyMs: Math.min(ran.latencyMs, rules.timeoutMs) }, 'time');
    return outcomeOf(ran, answer, item, rules);
  } catch (error) {
    if (stop.aborted) throw stopped();
    if (isDomainError(error, 'unavailable')) throw error;
    return failedOutcome(place(), reasonOf(error));
  }
};

/**
 * Runs one episode: with a deadline, again with growing pauses where the agent is away, scored by the role's rules. A limit that was
 * reached and an agent's error are outcomes. Throws `unavailable` where the agent stays away, `aborted` once `stop` is aborted.
 */
export const runEpisode = async (session: AgentSession, item: RunnableItem, rules: EpisodeRules, stop: AbortSignal): Promise<Outcome> => {
  for (let tried = 0; ; tried++) {
    try {
      return await attempt(session, item, rules, stop);
    } catch (error) {
      if (tried === rules.retries || !isDomainError(error, 'unavailable')) throw error;
      await pause(rules.retryMs * 2 ** tried * (0.5 + Math.random()), undefined, { signal: stop }).catch(() => Promise.reject(stopped()));
    }
  }
};
