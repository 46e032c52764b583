import { DomainError, isDomainError, type Decider, type DomainEvent } from '@ao/kernel';
import { LRUCache } from 'lru-cache';
import type { EventMetadata, EventStore } from '../event-store.js';
import { pauseBeforeAttempt } from '../pause.js';
import { serially } from './serially.js';

/** What a command led to. */
export interface Handled<Event, State> {
  /** The stream's version, after the command; 0 where the stream still does not exist. */
  readonly version: number;
  readonly state: State;
  /** What the command added; empty where it changed nothing. */
  readonly events: readonly Event[];
}

/** Handles a command for the aggregate with this id. Throws what the decider throws, and the store's `aborted` and `unavailable`. */
export interface CommandHandler<Command, Event, State> {
  (id: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>>;
  /** The aggregate as it is now. */
  load(id: string): Promise<Handled<Event, State>>;
}

export interface CommandHandlerOptions {
  /** How often a lost race is run. Default 10. */
  readonly attempts?: number;
  /** Of how many streams the folded state is kept, the ones used last. Default 1000. */
  readonly cachedStates?: number;
}

/**
 * Load, decide, append; on a lost race load again and decide again. One for all services. The folded state of a stream is kept with
 * its version, so a command reads only what is newer, however long the stream. Commands for one stream run one after the other here;
 * those of other processes are met by the retry.
 */
export const commandHandler = <Command, Event extends DomainEvent, State>(
  store: EventStore,
  category: string,
  decider: Decider<Command, Event, State>,
  { attempts = 10, cachedStates = 1000 }: CommandHandlerOptions = {},
): CommandHandler<Command, Event, State> => {
  const cache = new LRUCache<string, Handled<Event, State>>({ max: cachedStates });
  const inTurn = serially();

  const load = async (stream: string): Promise<Handled<Event, State>> => {
    const known = cache.get(stream) ?? { version: 0, state: decider.initial, events: [] };
    const { events, version } = await store.read<Event>(stream, known.version);
    return { version, state: events.reduce((state, { event }) => decider.evolve(state, event), known.state), events: [] };
  };
  const attempt = async (stream: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>> => {
    const loaded = await load(stream);
    cache.set(stream, loaded);
    const events = decider.decide(command, loaded.state);
    if (events.length === 0) return loaded;
    const version = await store.append({ stream, expectedVersion: loaded.version, events, metadata });
    const state = events.reduce(decider.evolve, loaded.state);
    cache.set(stream, { version, state, events: [] });
    return { version, state, events };
  };
  const handle = async (stream: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>> => {
    for (let tried = 1; tried <= attempts; tried += 1) {
      try {
        return await attempt(stream, command, metadata);
      } catch (error) {
        if (!isDomainError(error, 'aborted')) throw error;
        await pauseBeforeAttempt(tried);
      }
    }
    throw new DomainError('aborted', `${stream} is too busy: ${attempts} attempts were overtaken by other writers.`);
  };
  const run = (id: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>> => {
    const stream = `${category}-${id}`;
    return inTurn(stream, () => handle(stream, command, metadata));
  };
  return Object.assign(run, { load: (id: string) => load(`${category}-${id}`) });
};
