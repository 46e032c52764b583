import type { Configuration, Json, JsonObject, MiniAgentProfile } from '@ao/kernel';

/** One labelled case of a task set. `input` and `target` have the shapes of the set's role: see `checkItem`. */
export interface TaskItem {
  readonly id: string;
  readonly input: Json;
  readonly target: Json;
  readonly metadata?: JsonObject;
}

/** One text of a recall set's corpus. */
export interface TaskDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** What a specialist may learn from: the corpus and the train split. Dev and holdout are out of its reach. */
export interface Knowledge {
  documents(): AsyncIterable<TaskDocument>;
  items(split: 'train'): AsyncIterable<TaskItem>;
}

/** What one episode gave. The platform scores `output`; a specialist never sees the target. */
export interface Answer {
  /** Its shape is the role's: see `score`. */
  readonly output: Json;
  /** The specialist's own probability, 0 to 1, that the answer is right; null: it does not say. */
  readonly confidence: number | null;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Millionths of the account's currency unit. */
  readonly costMicros: number;
  /** How much memory helped, 0 to 1; null: no memory was used. */
  readonly memoryUtility: number | null;
  /** The specialist declines to answer: counted as a refusal, and as not solved. */
  readonly refused?: boolean;
}

/** What an episode is run with. */
export interface EpisodeContext {
  readonly signal?: AbortSignal;
  /** Seed of every choice by chance: a whole number of 0 to 2^53 - 1, the same each time the same episode runs. Absent: draw one. */
  readonly seed?: number;
  /** Which run on this item, from 0. */
  readonly run?: number;
}

/** One configuration, ready to answer. `run` throws DomainError `invalid_argument` on an input that is not of its role's shape. */
export interface Session {
  run(input: Json, context?: EpisodeContext): Promise<Answer> | Answer;
  close(): void;
}

/** The plug point of the built-in agents. `open` refuses a configuration outside the search space with `invalid_argument`. */
export interface Specialist {
  readonly profile: MiniAgentProfile;
  open(configuration: Configuration, knowledge: Knowledge): Promise<Session>;
}
