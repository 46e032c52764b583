import type { Role } from '@ao/kernel';
import type { Json } from '@ao/kernel';
import type { TrialSpec } from '@ao/domain-evaluation';
import type { Answer } from '@ao/specialists';

/** What a runtime must know of a trial to run its episodes. */
export interface TrialRun {
  readonly spec: TrialSpec;
  readonly contentId: number;
  readonly role: Role;
  readonly corrId: string;
}

/** One episode to run. */
export interface Episode {
  /** Trial id and ordinal: the same id is the same episode, however often it runs. */
  readonly episodeId: string;
  readonly itemId: string;
  readonly input: Json;
  /** Of every choice by chance: see `episodeSeed`. */
  readonly seed: number;
  /** Which run on the item, from 0. */
  readonly run: number;
  /** Milliseconds that it may take. */
  readonly timeoutMs: number;
}

/** An answer; with the milliseconds that it took where the runtime measures them better than the clock here. */
export type MeasuredAnswer = Answer & { readonly latencyMs?: number };

/**
 * One configuration, ready to answer. A run throws DomainError `unavailable` where the agent is away for now, and
 * `deadline_exceeded` where its time was over.
 */
export interface AgentSession {
  run(episode: Episode, signal: AbortSignal): Promise<MeasuredAnswer> | MeasuredAnswer;
  /** True: the runtime keeps the time limit of an episode itself, because an episode may wait for others before it runs. */
  readonly keepsTime?: boolean;
  /** Runs a task when there is room for one more episode where the agent runs. Absent: the process's own bound holds. */
  limit?<T>(task: () => Promise<T>): Promise<T>;
  /** Runs a task when the agent itself has room for one more, besides the process's bound. Absent: it has no bound of its own. */
  agentLimit?<T>(task: () => Promise<T>): Promise<T>;
  /** Says that this caller is done with it. */
  release(): void;
}

/** Where agents run: in this process, or behind gRPC. */
export interface AgentRuntime {
  open(trial: TrialRun): Promise<AgentSession>;
  close(): Promise<void> | void;
}
