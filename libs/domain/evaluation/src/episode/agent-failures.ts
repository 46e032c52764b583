import type { Outcome } from './outcome.js';

/** When an agent counts as failing: the share of failed episodes among the first ones of a job. */
export interface FailureRule {
  /** Episodes that are looked at before anything is said; 0: never. */
  readonly episodes: number;
  /** Share of them that failed with an error, above 0 and at most 1; 1: all of them. */
  readonly share: number;
}

/** What was seen of a job's episodes. */
export interface AgentFailures {
  readonly seen: number;
  readonly failed: number;
  /** Hashes of the configurations that failed; one alone may be at fault itself, unless it is the incumbent's. */
  readonly configurations: readonly string[];
  readonly incumbent: boolean;
  /** The agent's own words, of the last failure. */
  readonly words: string;
}

export const noFailures: AgentFailures = { seen: 0, failed: 0, configurations: [], incumbent: false, words: '' };

const mostConfigurations = 2;

/** One more outcome. A limit that was reached is no failure: the agent did run. */
export const withOutcome = (
  failures: AgentFailures,
  { error }: Pick<Outcome, 'error'>,
  { configurationHash, arm }: { readonly configurationHash: string; readonly arm: string },
): AgentFailures => {
  const seen = failures.seen + 1;
  if (error === '') return { ...failures, seen };
  const { configurations } = failures;
  const known = configurations.includes(configurationHash) || configurations.length >= mostConfigurations;
  return {
    seen,
    failed: failures.failed + 1,
    configurations: known ? configurations : [...configurations, configurationHash],
    incumbent: failures.incumbent || arm === 'incumbent',
    words: error,
  };
};

/** Why the agent counts as failing, with its own words; undefined: it does not. */
export const failingAgent = (
  agentId: string,
  { seen, failed, configurations, incumbent, words }: AgentFailures,
  rule: FailureRule,
): string | undefined => {
  const enough = rule.episodes > 0 && seen >= rule.episodes && (incumbent || configurations.length > 1);
  if (!enough || failed < rule.share * seen) return undefined;
  return `${agentId} failed ${failed} of its first ${seen} episodes; in its own words: ${words}`;
};
