import type { Decider, DomainEvent } from '@ao/kernel';
import { LRUCache } from 'lru-cache';
import type { EventStore } from '../event-store.js';

/** A stream folded up to a version; version 0 for one that does not exist. */
export interface Folded<State> {
  readonly version: number;
  readonly state: State;
}

/** Folds streams, and keeps what it folded of those used last, so that only newer events are read the next time. */
export const stateCache = <Event extends DomainEvent, State>(
  store: EventStore,
  decider: Decider<never, Event, State>,
  size: number,
) => {
  const cache = new LRUCache<string, Folded<State>>({ max: size });
  const keep = (stream: string, folded: Folded<State>): void => {
    // A reader that was slow must not put an older state over a newer one.
    if (folded.version > 0 && folded.version >= (cache.peek(stream)?.version ?? 0)) cache.set(stream, folded);
  };
  /** What is kept of a stream; as if it were absent where nothing is. */
  const known = (stream: string): Folded<State> => cache.get(stream) ?? { version: 0, state: decider.initial };
  const load = async (stream: string): Promise<Folded<State>> => {
    const from = known(stream);
    const { events, version } = await store.read<Event>(stream, from.version);
    const folded = { version, state: events.reduce((state, { event }) => decider.evolve(state, event), from.state) };
    keep(stream, folded);
    return folded;
  };
  return { known, load, keep };
};
