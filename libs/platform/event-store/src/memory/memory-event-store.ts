import { DomainError, type DomainEvent } from '@ao/kernel';
import { v7 as uuid } from 'uuid';
import { appendHints } from '../append-hints.js';
import type { AppendCheck, EventStore, LogPosition, RecordedEvent, StreamAppend } from '../event-store.js';

/** The same text that Postgres refuses: jsonb has neither U+0000 nor half a surrogate pair. */
const storable = <T extends object>(value: T): T => {
  const text = JSON.stringify(value);
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(text))
    throw new DomainError(
      'invalid_argument',
      'Postgres cannot store this text: it holds U+0000 or half a surrogate pair.',
    );
  return JSON.parse(text) as T;
};

const isAfter = ({ at }: RecordedEvent, { transactionId, position }: LogPosition): boolean =>
  BigInt(at.transactionId) > BigInt(transactionId) ||
  (at.transactionId === transactionId && BigInt(at.position) > BigInt(position));

const byStream = (one: StreamAppend, other: StreamAppend): number => (one.stream < other.stream ? -1 : 1);

/** Everything that was appended, as a whole and by stream. */
class Log {
  readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private transactions = 0;

  stream(name: string): readonly RecordedEvent[] {
    return this.streams.get(name) ?? [];
  }

  /** Throws what `append` would. */
  verify(appends: readonly StreamAppend[]): void {
    appends.forEach((append, index) => this.check(append, index, appends));
  }

  append(appends: readonly StreamAppend[]): void {
    this.verify(appends);
    const transactionId = String((this.transactions += 1));
    const recorded = appends.flatMap((append) => this.record(append, transactionId));
    recorded.forEach((event) => this.keep(event));
  }

  private check({ stream, expectedVersion }: StreamAppend, index: number, appends: readonly StreamAppend[]): void {
    if (stream === appends[index - 1]?.stream)
      throw new DomainError('invalid_argument', `The stream ${stream} stands twice in one append.`);
    const version = this.stream(stream).length;
    if (version !== expectedVersion)
      throw new DomainError(
        'aborted',
        `Expected ${stream} at version ${expectedVersion}, but it is at version ${version}.`,
      );
  }

  private record(
    { stream, events, expectedVersion, metadata }: StreamAppend,
    transactionId: string,
  ): readonly RecordedEvent[] {
    return events.map(({ type, data }, index) => ({
      at: { transactionId, position: '0' },
      stream,
      version: expectedVersion + index + 1,
      id: uuid(),
      event: { type, data: storable(data) },
      metadata: storable(metadata),
      occurredAt: new Date(),
    }));
  }

  private keep(event: RecordedEvent): void {
    const kept = { ...event, at: { ...event.at, position: String(this.events.length + 1) } };
    this.events.push(kept);
    this.streams.set(event.stream, this.streams.get(event.stream) ?? []);
    this.streams.get(event.stream)?.push(kept);
  }
}

/** What a transaction of the memory's store has appended so far. */
interface Pending {
  appends: readonly StreamAppend[];
}

/** An append over what the transaction appended before: the same stream may grow twice. */
const merged = (before: readonly StreamAppend[], { stream, expectedVersion, ...more }: StreamAppend): StreamAppend => {
  const earlier = before.find((append) => append.stream === stream);
  if (earlier === undefined) return { stream, expectedVersion, ...more };
  const version = earlier.expectedVersion + earlier.events.length;
  if (version !== expectedVersion)
    throw new DomainError(
      'aborted',
      `Expected ${stream} at version ${expectedVersion}, but it is at version ${version}.`,
    );
  return { ...earlier, events: [...earlier.events, ...more.events] };
};

/** The event store of one service in the memory of this process, for tests. Keeps nothing. */
export const memoryEventStore = (check: AppendCheck = () => undefined): EventStore<Pending> => {
  const { deliver, onAppend } = appendHints();
  const log = new Log();
  const appendAll = async (appends: readonly StreamAppend[]): Promise<void> => {
    const some = appends.filter(({ events }) => events.length > 0).sort(byStream);
    if (some.length === 0) return;
    some.forEach(check);
    log.append(some);
    deliver();
  };
  return {
    async read<Event extends DomainEvent>(stream: string, after = 0) {
      const events = log.stream(stream).slice(after) as unknown as readonly RecordedEvent<Event>[];
      return { events, version: events.at(-1)?.version ?? after };
    },
    append: async (append) => {
      await appendAll([append]);
      return append.expectedVersion + append.events.length;
    },
    appendAll,
    async transaction(work) {
      const tx: Pending = { appends: [] };
      const answer = await work(tx);
      await appendAll(tx.appends);
      return answer;
    },
    async appendIn(tx, appends) {
      const some = appends.filter(({ events }) => events.length > 0);
      const grown = some.map((append) => merged(tx.appends, append));
      log.verify(grown);
      tx.appends = [...tx.appends.filter(({ stream }) => !some.some((each) => each.stream === stream)), ...grown];
    },
    deliverAppendHint: deliver,
    readAll: async (after, limit) => log.events.filter((event) => isAfter(event, after)).slice(0, limit),
    onAppend,
  };
};
