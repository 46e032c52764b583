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

/** One configuration, ready to answer. A run throws DomainError `unavailable` where the agent is away for now. */
export interface AgentSession {
  run(episode: Episode, signal: AbortSignal): Promise<Answer> | Answer;
  /** Says that this caller is done with it. */
  release(): void;
}

/** Where agents run: in this process, or behind gRPC. */
export interface AgentRuntime {
  open(trial: TrialRun): Promise<AgentSession>;
  close(): void;
}
