import type { DomainEvent } from '@ao/kernel';

/** What every event carries besides its data. */
export interface EventMetadata {
  /** One id from the first request to the last event of everything that it caused. */
  readonly corrId: string;
  /** The id of the fact or command that caused this. */
  readonly causationId: string;
  /** Who acted: "user:admin", "service:orchestrator". */
  readonly subject: string;
  /** The lease that paid, where one did. */
  readonly leaseId?: string;
  /** The fencing token under which it was written, where one was needed. */
  readonly fencingToken?: number;
  /** W3C trace context. */
  readonly traceparent?: string;
}

/**
 * A place in the whole log, ordered by (transactionId, position): a bare position would lose a slow writer, because numbers are
 * given before commit. Both are decimal strings of 64-bit integers.
 */
export interface LogPosition {
  readonly transactionId: string;
  readonly position: string;
}

/** Before everything. */
export const logStart: LogPosition = { transactionId: '0', position: '0' };

/** An event as stored. Versions of a stream start at 1 and have no gaps. */
export interface RecordedEvent<Event extends DomainEvent = DomainEvent> {
  readonly at: LogPosition;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly event: Event;
  readonly metadata: EventMetadata;
  readonly occurredAt: Date;
}

/** Events for the end of one stream. `expectedVersion` 0: the stream must not exist yet. */
export interface StreamAppend {
  readonly stream: string;
  readonly expectedVersion: number;
  readonly events: readonly DomainEvent[];
  readonly metadata: EventMetadata;
}

/**
 * What a log refuses besides lost races: throws DomainError `invalid_argument` for events that could never be published, such as a fact
 * above the bus's limit. Called before anything is written; pure.
 */
export type AppendCheck = (append: StreamAppend) => void;

/**
 * The log of one service. Two adapters, one contract suite: Postgres, and memory for tests.
 * A stream is named `<category>-<id>`.
 */
export interface EventStore<Transaction = unknown> {
  /** The stream's events with a version above `after`, oldest first, and the stream's version (0: absent; `after` where nothing is newer). */
  read<Event extends DomainEvent>(
    stream: string,
    after?: number,
  ): Promise<{ events: readonly RecordedEvent<Event>[]; version: number }>;
  /** Appends to one stream; answers its new version. Throws DomainError `aborted` when the stream is not at `expectedVersion`. */
  append(append: StreamAppend): Promise<number>;
  /** Appends to many streams in one statement, all or nothing. Throws DomainError `aborted` as append does. */
  appendAll(appends: readonly StreamAppend[]): Promise<void>;
  /**
   * Runs work in one transaction and, once it is committed, gives the append hint where anything was appended in it. Its error rolls
   * everything back. An `aborted` one (a lost race) may succeed when the whole work is run again.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Appends within the caller's transaction. Make it the transaction's first write where that is possible: a stream to which a
   * transaction that began to write later has already appended refuses (`aborted`). In a transaction that `transaction` did not
   * open, call `deliverAppendHint` after the commit.
   */
  appendIn(tx: Transaction, appends: readonly StreamAppend[]): Promise<void>;
  /** Tells the listeners of `onAppend` that there may be something new. */
  deliverAppendHint(): void;
  /** Events after a place in the log, in the order in which the relay may publish them; never past a transaction that is still open. */
  readAll(after: LogPosition, limit: number): Promise<readonly RecordedEvent[]>;
  /** Calls back after each append of this process; a hint to read, never a promise of what is there. Returns the unsubscribe. */
  onAppend(listener: () => void): () => void;
}
