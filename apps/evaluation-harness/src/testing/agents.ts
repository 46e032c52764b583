import type { Json } from '@ao/kernel';
import { DomainError } from '@ao/kernel';
import type { Answer } from '@ao/specialists';
import type { AgentRuntime, Episode } from '../runtime/agent-runtime.js';

/** An answer that is right for the items of the echo set. */
export const echoAnswer = (output: Json, change: Partial<Answer> = {}): Answer => ({
  output,
  confidence: 1,
  tokensIn: 2,
  tokensOut: 1,
  costMicros: 3,
  memoryUtility: null,
  ...change,
});

/** A runtime whose every episode is answered by a function. */
export const agentOf = (run: (episode: Episode, signal: AbortSignal) => Promise<Answer> | Answer): AgentRuntime => ({
  open: async () => ({ run, release: () => undefined }),
  close: () => undefined,
});

/** An agent that holds every episode until it is let go, and counts how often each ran. */
export const gatedAgent = () => {
  const runs = new Map<string, number>();
  const seeds = new Map<string, number>();
  const waiting = new Set<() => void>();
  let open = false;
  const runtime = agentOf(async ({ episodeId, input, seed }, signal) => {
    seeds.set(episodeId, seed);
    runs.set(episodeId, (runs.get(episodeId) ?? 0) + 1);
    if (!open) {
      await new Promise<void>((resolve, reject) => {
        waiting.add(resolve);
        signal.addEventListener(
          'abort',
          () => (waiting.delete(resolve), reject(new DomainError('aborted', 'stopped'))),
          { once: true },
        );
      });
    }
    return echoAnswer(input);
  });
  return {
    runtime,
    runs,
    /** The seed that each episode was given. */
    seeds,
    /** Lets this many of the waiting episodes go. */
    release: (count: number) => {
      [...waiting].slice(0, count).forEach((resolve) => {
        waiting.delete(resolve);
        resolve();
      });
    },
    /** Lets all go, now and later. */
    openAll: () => {
      open = true;
      waiting.forEach((resolve) => resolve());
      waiting.clear();
    },
    waiting: () => waiting.size,
  };
};
