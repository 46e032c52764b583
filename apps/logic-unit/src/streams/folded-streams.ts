import { LRUCache } from 'lru-cache';
import type { EventStore } from '@ao/event-store';
import type { Decider, DomainEvent } from '@ao/kernel';

/** A stream's state and the version that it was folded up to; 0: the stream is absent. */
export interface Folded<State> {
  readonly version: number;
  readonly state: State;
}

/** Reads what a stream says now. The folded state is kept, so that a look reads only what is newer: one index look-up as a rule. */
export const foldedStreams = <Command, Event extends DomainEvent, State>(
  store: EventStore,
  category: string,
  { initial, evolve }: Decider<Command, Event, State>,
): ((id: string) => Promise<Folded<State>>) => {
  const kept = new LRUCache<string, Folded<State>>({ max: 1_000 });
  return async (id) => {
    const known = kept.get(id) ?? { version: 0, state: initial };
    const { events, version } = await store.read<Event>(`${category}-${id}`, known.version);
    const folded = { version, state: events.reduce((state, { event }) => evolve(state, event), known.state) };
    if (version > 0) kept.set(id, folded);
    return folded;
  };
};
