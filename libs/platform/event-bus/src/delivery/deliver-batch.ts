import type { BusLogger } from '../bus-logger.js';
import type { DeliveredFact, FactBatch } from '../event-bus.js';
import { failureOf } from './failure.js';
import { backOff, type RetryPolicy } from './retry-policy.js';
import { grown, judge, type DeliveryState } from './verdict.js';

/** One record of a partition, as an adapter read it. */
export type Entry =
  | { readonly kind: 'fact'; readonly offset: bigint; readonly fact: DeliveredFact }
  /** Redriven for another group: passed over. */
  | { readonly kind: 'foreign'; readonly offset: bigint }
  /** No fact at all. */
  | { readonly kind: 'malformed'; readonly offset: bigint; readonly reason: string };

/** Why an entry is given up. */
export interface UndeliverableFact {
  readonly offset: bigint;
  readonly reason: string;
  readonly attempts: number;
}

/** Where facts go. */
export interface Receiver {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly maxBatch: number;
  readonly retry: RetryPolicy;
  readonly logger: BusLogger;
  /** Why a fact can never be handled; undefined: it can. */
  check(fact: DeliveredFact): string | undefined;
  handle(batch: FactBatch): Promise<void>;
  /** Puts the records with these offsets among the dead letters, in one write; durable when it resolves. */
  deadLetter(undeliverable: readonly UndeliverableFact[]): Promise<void>;
}

/** What one delivery came to. `settled` entries are done with for ever; then wait before the next. */
export interface Outcome {
  readonly settled: number;
  readonly waitMs: number;
  readonly state: DeliveryState;
}

/** Why an entry can never be handled; undefined: it can, or it is another group's. */
const complaintAbout = (entry: Entry, receiver: Receiver): string | undefined => {
  if (entry.kind === 'malformed') return entry.reason;
  return entry.kind === 'fact' ? receiver.check(entry.fact) : undefined;
};

/** The facts at the start that can be handled, at most `limit`. */
const run = (
  entries: readonly Entry[],
  limit: number,
  receiver: Receiver,
): { readonly length: number; readonly facts: readonly DeliveredFact[] } => {
  const facts: DeliveredFact[] = [];
  let length = 0;
  for (const entry of entries) {
    if (entry.kind === 'fact' && facts.length === limit) break;
    if (complaintAbout(entry, receiver) !== undefined) break;
    if (entry.kind === 'fact') facts.push(entry.fact);
    length += 1;
  }
  return { length, facts };
};

/** The entries at the start that can never be handled: no handler is asked, so nothing behind them waits for tries. */
const hopelessAtStart = (entries: readonly Entry[], receiver: Receiver): readonly UndeliverableFact[] => {
  const undeliverable: UndeliverableFact[] = [];
  for (const entry of entries) {
    const reason = complaintAbout(entry, receiver);
    if (reason === undefined) break;
    undeliverable.push({ offset: entry.offset, reason, attempts: 0 });
  }
  return undeliverable;
};

const foreignAtStart = (entries: readonly Entry[]): number => {
  const other = entries.findIndex((entry) => entry.kind !== 'foreign');
  return other === -1 ? entries.length : other;
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

const deadLetter = async (
  receiver: Receiver,
  undeliverable: readonly UndeliverableFact[],
  state: DeliveryState,
): Promise<Outcome> => {
  const { topic, partition, group, logger, retry, maxBatch } = receiver;
  const [first] = undeliverable;
  const details = { topic, partition, group, facts: undeliverable.length, ...first, offset: String(first?.offset) };
  try {
    await receiver.deadLetter(undeliverable);
    logger.error(details, 'facts went to the dead letters');
    return { settled: undeliverable.length, waitMs: 0, state: grown(state, maxBatch) };
  } catch (error) {
    logger.warn({ ...details, error: messageOf(error) }, 'facts could not be put among the dead letters');
    const outages = state.outages + 1;
    return { settled: 0, waitMs: backOff(retry, outages), state: { ...state, outages } };
  }
};

const afterFailure = async (
  receiver: Receiver,
  facts: readonly DeliveredFact[],
  state: DeliveryState,
  error: unknown,
): Promise<Outcome> => {
  const { topic, partition, group, logger, retry } = receiver;
  const failure = failureOf(error);
  const ids = facts.map((fact) => fact.id);
  const verdict = judge(failure, state, ids, retry);
  const reason = messageOf(error);
  logger.warn(
    { topic, partition, group, facts: facts.length, first: ids[0], kind: failure.kind, reason },
    'a handler failed',
  );
  if (verdict.next === 'retry') return { settled: 0, waitMs: verdict.waitMs, state: verdict.state };
  return deadLetter(receiver, [{ offset: facts[0]?.offset ?? 0n, reason, attempts: verdict.attempts }], state);
};

/** Hands the next run of facts over once, and says how far it came. The entries are never empty, oldest first. */
export const deliverBatch = async (
  entries: readonly Entry[],
  state: DeliveryState,
  receiver: Receiver,
): Promise<Outcome> => {
  const { topic, partition, maxBatch } = receiver;
  if (entries[0]?.kind === 'foreign') return { settled: foreignAtStart(entries), waitMs: 0, state };
  const hopeless = hopelessAtStart(entries, receiver);
  if (hopeless.length > 0) return deadLetter(receiver, hopeless, state);
  const { length, facts } = run(entries, state.limit, receiver);
  try {
    await receiver.handle({ topic, partition, facts });
    return { settled: length, waitMs: 0, state: grown(state, maxBatch) };
  } catch (error) {
    return afterFailure(receiver, facts, state, error);
  }
};
