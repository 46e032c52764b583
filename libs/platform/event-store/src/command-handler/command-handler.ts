import { DomainError, isDomainError, type Decider, type DomainEvent } from '@ao/kernel';
import type { EventMetadata, EventStore, StreamAppend } from '../event-store.js';
import { pauseBeforeAttempt } from '../pause-before-attempt.js';
import { serially } from './serially.js';
import { stateCache } from './state-cache.js';

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
  /** True where most commands are the first of their stream: the first attempt then reads nothing, and only a lost race does. */
  readonly mostlyNew?: boolean;
}

/** The commands of the aggregate that has this decider. */
export type CommandHandlerOf<D> =
  D extends Decider<infer Command, infer Event, infer State> ? CommandHandler<Command, Event, State> : never;

/**
 * Load, decide, append; on a lost race load again and decide again. One for all services. The folded state of a stream is kept with
 * its version, so a command reads only what is newer, however long the stream. Commands for one stream run one after the other here;
 * those of other processes are met by the retry.
 */
export const commandHandler = <Command, Event extends DomainEvent, State>(
  store: EventStore,
  category: string,
  decider: Decider<Command, Event, State>,
  { attempts = 10, cachedStates = 1000, mostlyNew = false }: CommandHandlerOptions = {},
): CommandHandler<Command, Event, State> => {
  const states = stateCache<Event, State>(store, decider, cachedStates);
  const inTurn = serially();
  /** Undefined where another writer was faster. */
  const append = (addition: StreamAppend): Promise<number | undefined> =>
    store.append(addition).catch((error: unknown) => {
      if (isDomainError(error, 'aborted')) return undefined;
      throw error;
    });
  const attempt = async (
    stream: string,
    command: Command,
    metadata: EventMetadata,
    unread: boolean,
  ): Promise<Handled<Event, State> | undefined> => {
    const loaded = { ...(unread ? states.known(stream) : await states.load(stream)), events: [] };
    const events = decider.decide(command, loaded.state);
    if (events.length === 0) return loaded;
    const version = await append({ stream, expectedVersion: loaded.version, events, metadata });
    if (version === undefined) return undefined;
    const state = events.reduce(decider.evolve, loaded.state);
    states.keep(stream, { version, state });
    return { version, state, events };
  };
  const handle = async (stream: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>> => {
    for (let tried = 0; tried < attempts; tried += 1) {
      if (tried > 0) await pauseBeforeAttempt(tried);
      const handled = await attempt(stream, command, metadata, mostlyNew && tried === 0);
      if (handled) return handled;
    }
    throw new DomainError('aborted', `${stream} is too busy: ${attempts} attempts were overtaken by other writers.`);
  };
  const run = (id: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>> => {
    const stream = `${category}-${id}`;
    return inTurn(stream, () => handle(stream, command, metadata));
  };
  return Object.assign(run, {
    load: async (id: string) => ({ ...(await states.load(`${category}-${id}`)), events: [] }),
  });
};
