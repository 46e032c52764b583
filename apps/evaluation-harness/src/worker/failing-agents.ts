import { LRUCache } from 'lru-cache';
import {
  failingAgent,
  noFailures,
  withOutcome,
  type AgentFailures,
  type FailureRule,
  type Outcome,
  type TrialSpec,
} from '@ao/domain-evaluation';

const knownJobs = 256;

/** Episodes of a job after which an agent that breaks is no matter of its first ones any more. */
const firstEpisodes = 10;

/** Sees which agents fail all of their first episodes, job by job, in this process. */
export class FailingAgents {
  private readonly jobs = new LRUCache<string, AgentFailures>({ max: knownJobs });

  constructor(private readonly rule: FailureRule) {}

  /** Notes an outcome; answers why the trial should end, where the agent is failing. */
  note(spec: TrialSpec, outcome: Outcome): string | undefined {
    const before = this.jobs.get(spec.jobId) ?? noFailures;
    if (before.seen >= firstEpisodes * this.rule.episodes) return undefined;
    const after = withOutcome(before, outcome, spec);
    this.jobs.set(spec.jobId, after);
    return failingAgent(spec.miniAgent, after, this.rule);
  }
}
