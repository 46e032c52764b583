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

/** Why the first of the entries is given up. */
export interface Burial {
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
  handle(batch: FactBatch): Promise<void>;
  /** Puts the record with this offset among the dead letters; durable when it resolves. */
  bury(burial: Burial): Promise<void>;
}

/** What one hand-over came to. `settled` entries are done with for ever; then wait before the next. */
export interface Outcome {
  readonly settled: number;
  readonly waitMs: number;
  readonly state: DeliveryState;
}

const run = (
  entries: readonly Entry[],
  limit: number,
): { readonly length: number; readonly facts: readonly DeliveredFact[] } => {
  const facts: DeliveredFact[] = [];
  let length = 0;
  for (const entry of entries) {
    if (entry.kind === 'malformed' || (entry.kind === 'fact' && facts.length === limit)) break;
    if (entry.kind === 'fact') facts.push(entry.fact);
    length += 1;
  }
  return { length, facts };
};

const foreignAtStart = (entries: readonly Entry[]): number => {
  const other = entries.findIndex((entry) => entry.kind !== 'foreign');
  return other === -1 ? entries.length : other;
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

const bury = async (receiver: Receiver, burial: Burial, state: DeliveryState): Promise<Outcome> => {
  const { topic, partition, group, logger, retry, maxBatch } = receiver;
  const details = { topic, partition, group, ...burial, offset: String(burial.offset) };
  try {
    await receiver.bury(burial);
    logger.error(details, 'a fact went to the dead letters');
    return { settled: 1, waitMs: 0, state: grown(state, maxBatch) };
  } catch (error) {
    logger.warn({ ...details, error: messageOf(error) }, 'a fact could not be put among the dead letters');
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
  return bury(receiver, { offset: facts[0]?.offset ?? 0n, reason, attempts: verdict.attempts }, state);
};

/** Hands the next run of facts over once, and says how far it came. The entries are never empty, oldest first. */
export const handOver = async (
  entries: readonly Entry[],
  state: DeliveryState,
  receiver: Receiver,
): Promise<Outcome> => {
  const { topic, partition, maxBatch } = receiver;
  const { length, facts } = run(entries, state.limit);
  const first = entries[0];
  if (first?.kind === 'malformed')
    return bury(receiver, { offset: first.offset, reason: first.reason, attempts: 0 }, state);
  if (first?.kind === 'foreign') return { settled: foreignAtStart(entries), waitMs: 0, state };
  try {
    await receiver.handle({ topic, partition, facts });
    return { settled: length, waitMs: 0, state: grown(state, maxBatch) };
  } catch (error) {
    return afterFailure(receiver, facts, state, error);
  }
};
