import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { FailureRule } from '@ao/domain-evaluation';
import { flag, integer, loadConfig } from '@ao/config';

/** How the harness works. Times in milliseconds. */
export interface HarnessSettings {
  /** Episodes in flight in this process are at most workers times episodeConcurrency, over all slices. */
  readonly workers: number;
  readonly episodeConcurrency: number;
  /** Most episodes of one slice. */
  readonly sliceSize: number;
  /** How long a claim holds without a heartbeat. */
  readonly claimMs: number;
  readonly heartbeatMs: number;
  /** How often an idle process looks for slices of others. */
  readonly pollMs: number;
  /** Runs of one episode after the first, where the agent is away. */
  readonly episodeRetries: number;
  /** Pause before the first retry; doubles. */
  readonly retryMs: number;
  /** How long an agent that is away is waited for before its trial fails. */
  readonly agentPatienceMs: number;
  /** When an agent counts as failing whatever it is asked; its job then ends. */
  readonly failure: FailureRule;
  /** Claims of one slice without progress before its trial fails; of one whose agent is away the time counts. */
  readonly sliceAttempts: number;
  /** Outcomes that are recorded at once, at most. */
  readonly batchEpisodes: number;
  /** Longest time that an outcome waits to be recorded. */
  readonly batchMs: number;
  /** Characters of an answer's JSON that are kept to be read; 0: none is. */
  readonly textChars: number;
  /** Days for which answers are kept. */
  readonly textDays: number;
  /** Open sessions of built-in agents that are kept. */
  readonly sessions: number;
  /** Threads in which built-in agents are fitted and run; one less than the cores, so that the ports keep one. */
  readonly agentThreads: number;
  /** CPU time that fitting one configuration of a built-in agent may take. */
  readonly fitTimeoutMs: number;
  /** Megabytes that a thread of built-in agents may use. */
  readonly agentMemoryMb: number;
  /** Deadline of an episode of an agent that names none. */
  readonly episodeTimeoutMs: number;
  /** How long running episodes may go on after a stop. */
  readonly graceMs: number;
  /** Whether the agents for tests can be trained. */
  readonly testAgents: boolean;
}

/** The environment variables of the harness and their defaults. */
export const harnessEnvironment = z.object({
  AO_WORKERS: integer(1, 256).default(availableParallelism()),
  AO_EPISODE_CONCURRENCY: integer(1, 4096).default(8),
  AO_SLICE_SIZE: integer(1, 1000).default(50),
  AO_CLAIM_MS: integer(200, 600_000).default(5_000),
  AO_HEARTBEAT_MS: integer(20, 60_000).default(1_000),
  AO_POLL_MS: integer(10, 60_000).default(250),
  AO_EPISODE_RETRIES: integer(0, 20).default(3),
  AO_RETRY_MS: integer(1, 60_000).default(100),
  AO_AGENT_AWAY_MS: integer(0, 86_400_000).default(300_000),
  AO_AGENT_FAILURE_EPISODES: integer(0, 10_000).default(20),
  AO_AGENT_FAILURE_PERCENT: integer(1, 100).default(100),
  AO_SLICE_ATTEMPTS: integer(1, 100).default(5),
  AO_BATCH_EPISODES: integer(1, 1000).default(100),
  AO_BATCH_MS: integer(1, 5_000).default(200),
  AO_TEXT_CHARS: integer(0, 1_000_000).default(20_000),
  AO_TEXT_DAYS: integer(1, 36_500).default(30),
  AO_SESSIONS: integer(1, 256).default(8),
  AO_AGENT_THREADS: integer(1, 256).default(Math.max(1, availableParallelism() - 1)),
  AO_FIT_TIMEOUT_MS: integer(100, 86_400_000).default(600_000),
  AO_AGENT_MEMORY_MB: integer(64, 65_536).default(2_048),
  AO_EPISODE_TIMEOUT_MS: integer(1, 86_400_000).default(30_000),
  AO_GRACE_MS: integer(0, 600_000).default(2_000),
  AO_TEST_AGENTS: flag.default(false),
});

/** The settings that a configuration gives. */
export const harnessSettingsOf = (read: z.output<typeof harnessEnvironment>): HarnessSettings => {
  return {
    workers: read.AO_WORKERS,
    episodeConcurrency: read.AO_EPISODE_CONCURRENCY,
    sliceSize: read.AO_SLICE_SIZE,
    claimMs: read.AO_CLAIM_MS,
    heartbeatMs: read.AO_HEARTBEAT_MS,
    pollMs: read.AO_POLL_MS,
    episodeRetries: read.AO_EPISODE_RETRIES,
    retryMs: read.AO_RETRY_MS,
    agentPatienceMs: read.AO_AGENT_AWAY_MS,
    failure: { episodes: read.AO_AGENT_FAILURE_EPISODES, share: read.AO_AGENT_FAILURE_PERCENT / 100 },
    sliceAttempts: read.AO_SLICE_ATTEMPTS,
    batchEpisodes: read.AO_BATCH_EPISODES,
    batchMs: read.AO_BATCH_MS,
    textChars: read.AO_TEXT_CHARS,
    textDays: read.AO_TEXT_DAYS,
    sessions: read.AO_SESSIONS,
    agentThreads: read.AO_AGENT_THREADS,
    fitTimeoutMs: read.AO_FIT_TIMEOUT_MS,
    agentMemoryMb: read.AO_AGENT_MEMORY_MB,
    episodeTimeoutMs: read.AO_EPISODE_TIMEOUT_MS,
    graceMs: read.AO_GRACE_MS,
    testAgents: read.AO_TEST_AGENTS,
  };
};

/** Reads the settings. Throws ConfigError naming the variable that is wrong. */
export const harnessSettings = (env: NodeJS.ProcessEnv): HarnessSettings =>
  harnessSettingsOf(loadConfig(harnessEnvironment, env));
