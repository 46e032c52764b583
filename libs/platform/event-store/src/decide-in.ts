import type { Decider, DomainEvent } from '@ao/kernel';
import type { Handled } from './command-handler/command-handler.js';
import type { EventMetadata, EventStore } from './event-store.js';

/** A stream folded by its caller, such as from a snapshot that stands beside it. */
export interface FoldedStream<State> {
  readonly stream: string;
  readonly version: number;
  readonly state: State;
}

/**
 * Decides on a state that the caller holds, and appends what follows within the caller's transaction. Whoever keeps snapshots saves the
 * answer's version and state in it too. Throws what the decider throws, and `aborted` where the stream is at another version.
 */
export const decideIn = async <Command, Event extends DomainEvent, State, Transaction>(
  { store, tx }: { readonly store: Pick<EventStore<Transaction>, 'appendIn'>; readonly tx: Transaction },
  { decide, evolve }: Decider<Command, Event, State>,
  { stream, version, state }: FoldedStream<State>,
  { command, metadata }: { readonly command: Command; readonly metadata: EventMetadata },
): Promise<Handled<Event, State>> => {
  const events = decide(command, state);
  if (events.length > 0) await store.appendIn(tx, [{ stream, expectedVersion: version, events, metadata }]);
  return { version: version + events.length, state: events.reduce(evolve, state), events };
};
