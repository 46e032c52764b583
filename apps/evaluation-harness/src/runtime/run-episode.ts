import { setTimeout as pause } from 'node:timers/promises';
import {
  failedOutcome,
  limitedOutcome,
  scoredOutcome,
  type EpisodeLimits,
  type EpisodePlace,
  type Outcome,
  type Usage,
} from '@ao/domain-evaluation';
import { DomainError, isDomainError, type Json, type Role } from '@ao/kernel';
import { judgeAnswer, longestOutput, type Answer, type ChosenScorer } from '@ao/specialists';
import type { AgentSession, Episode, MeasuredAnswer } from './agent-runtime.js';
import { episodeSeed } from './episode-seed.js';

/** One run on an item of a trial. */
export interface RunnableEpisode extends Omit<EpisodePlace, 'latencyMs'> {
  readonly input: Json;
  readonly target: Json;
}

/** How the episodes of a trial are run. */
export interface EpisodeRules {
  readonly trialId: string;
  /** Seed of the item order, and of the seeds of the episodes. */
  readonly orderSeed: number;
  readonly role: Role;
  /** The scorer that the task set chose; absent: the role's own. */
  readonly scorer?: ChosenScorer;
  readonly limits: EpisodeLimits;
  /** Keeps an answer and gives its hash; absent: answers are not kept. */
  readonly keepOutput?: (output: Json) => string;
  readonly timeoutMs: number;
  /** Runs after the first, where the agent is away. */
  readonly retries: number;
  /** Pause before the first retry; doubles. */
  readonly retryMs: number;
}

/** How one run went; no answer: the time was over first. */
interface Ran {
  readonly answer?: Answer;
  readonly latencyMs: number;
}

/** What comes first: the answer, or the end of the time, whether or not the agent listens to the signal. */
const withDeadline = async (running: Promise<Ran>, deadline: AbortSignal, sinceStart: () => number): Promise<Ran> => {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const over = (): void => resolve({ latencyMs: sinceStart() });
  deadline.addEventListener('abort', over, { once: true });
  try {
    return await Promise.race([running, promise]);
  } finally {
    deadline.removeEventListener('abort', over);
    running.catch(() => undefined);
  }
};

/**
 * One run against the clock, which is read as soon as the agent has answered: what other episodes compute meanwhile does not count.
 * An agent that computes without waiting cannot be interrupted; its time counts all the same.
 */
const runOnce = async (session: AgentSession, episode: Episode, stop: AbortSignal): Promise<Ran> => {
  const clock = new AbortController();
  const timer = session.keepsTime ? undefined : setTimeout(() => clock.abort(), episode.timeoutMs);
  const start = performance.now();
  const sinceStart = (): number => performance.now() - start;
  const ran = (answer: MeasuredAnswer): Ran => ({ answer, latencyMs: answer.latencyMs ?? sinceStart() });
  try {
    const given = session.run(episode, session.keepsTime ? stop : clock.signal);
    return 'then' in given
      ? await withDeadline(given.then(ran), AbortSignal.any([clock.signal, stop]), sinceStart)
      : ran(given);
  } catch (error) {
    if (isDomainError(error, 'deadline_exceeded') || clock.signal.aborted) return { latencyMs: sinceStart() };
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

const outcomeOf = (
  place: EpisodePlace,
  answer: Answer,
  item: RunnableEpisode,
  { role, scorer, limits, keepOutput }: EpisodeRules,
): Outcome => {
  const judged = judgeAnswer(role, answer, { ...item, scorer });
  const outcome = scoredOutcome(place, usageOf(answer), judged, limits);
  // Without characters there is no answer, or one that is no JSON; one that is too long to be judged is not kept either.
  if (keepOutput === undefined || judged.outputChars === 0 || judged.outputChars > longestOutput) return outcome;
  return { ...outcome, outputHash: keepOutput(answer.output) };
};

const reasonOf = (error: unknown): string =>
  isDomainError(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error);

const stopped = (): DomainError => new DomainError('aborted', 'the episode was stopped');

const episodeOf = (
  { ordinal, itemId, run, input }: RunnableEpisode,
  { trialId, orderSeed, timeoutMs }: EpisodeRules,
): Episode => ({
  episodeId: `${trialId}/${ordinal}`,
  itemId,
  input,
  seed: episodeSeed(orderSeed, itemId, run),
  run,
  timeoutMs,
});

const attempt = async (
  session: AgentSession,
  item: RunnableEpisode,
  rules: EpisodeRules,
  stop: AbortSignal,
): Promise<Outcome> => {
  const { timeoutMs } = rules;
  const start = performance.now();
  try {
    const { answer, latencyMs } = await runOnce(session, episodeOf(item, rules), stop);
    if (stop.aborted) throw stopped();
    if (answer === undefined || latencyMs > timeoutMs)
      return limitedOutcome({ ...item, latencyMs: Math.min(latencyMs, timeoutMs) }, 'time');
    return outcomeOf({ ...item, latencyMs }, answer, item, rules);
  } catch (error) {
    if (stop.aborted) throw stopped();
    if (isDomainError(error, 'unavailable')) throw error;
    return failedOutcome({ ...item, latencyMs: performance.now() - start }, reasonOf(error));
  }
};

/**
 * Runs one episode: with a deadline, again with growing pauses where the agent is away, scored by the role's rules. A limit that was
 * reached and an agent's error are outcomes. Throws `unavailable` where the agent stays away, `aborted` once `stop` is aborted.
 */
export const runEpisode = async (
  session: AgentSession,
  item: RunnableEpisode,
  rules: EpisodeRules,
  stop: AbortSignal,
): Promise<Outcome> => {
  for (let tried = 0; ; tried++) {
    try {
      return await attempt(session, item, rules, stop);
    } catch (error) {
      if (tried === rules.retries || !isDomainError(error, 'unavailable')) throw error;
      await pause(rules.retryMs * 2 ** tried * (0.5 + Math.random()), undefined, { signal: stop }).catch(() =>
        Promise.reject(stopped()),
      );
    }
  }
};
