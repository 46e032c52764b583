import { isDomainError, type Decider, type DomainError, type DomainEvent } from '@ao/kernel';
import type { EventMetadata, EventStore, StreamAppend } from '../event-store.js';
import { lostRaceOf, retryOnConflict } from '../retry-on-conflict.js';
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
export interface CommandHandler<Command, Event, State, Transaction = unknown> {
  (id: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>>;
  /**
   * The same, in one transaction with what `guard` reads and writes, before the append: a fencing token, a row beside the stream. What it
   * throws rolls all of it back and goes to the caller. After a lost race both run again. Where the command changes nothing, the guard
   * does not run.
   */
  guarded(
    id: string,
    command: Command,
    metadata: EventMetadata,
    guard: (tx: Transaction, handled: Handled<Event, State>) => Promise<void>,
  ): Promise<Handled<Event, State>>;
  /** The aggregate as it is now. */
  load(id: string): Promise<Handled<Event, State>>;
}

export interface CommandHandlerOptions {
  /** How often a lost race is run. Default 10. */
  readonly attempts?: number;
  /** Of how many streams the folded state is kept, the ones used last. Default 1000. */
  readonly cachedStates?: number;
  /** True where most commands are the first of their stream, and the decider takes any as the first: the first attempt then reads nothing. */
  readonly mostlyNew?: boolean;
}

/** The commands of the aggregate that has this decider. */
export type CommandHandlerOf<D> =
  D extends Decider<infer Command, infer Event, infer State> ? CommandHandler<Command, Event, State> : never;

/** What a command leads to, before it is written; `from`: the stream's version without it. */
interface Decided<Event, State> extends Handled<Event, State> {
  readonly from: number;
}

/** Writes what was decided. Throws what `lostRaceOf` does where another writer was faster. */
type Write<Event extends DomainEvent, State> = (
  addition: Omit<StreamAppend, 'metadata'>,
  handled: Handled<Event, State>,
) => Promise<unknown>;

/**
 * Load, decide, append; on a lost race load again and decide again. One for all services. The folded state of a stream is kept with
 * its version, so a command reads only what is newer, however long the stream. Commands for one stream run one after the other here;
 * those of other processes are met by the retry.
 */
export const commandHandler = <Command, Event extends DomainEvent, State, Transaction = unknown>(
  store: EventStore<Transaction>,
  category: string,
  decider: Decider<Command, Event, State>,
  { attempts = 10, cachedStates = 1000, mostlyNew = false }: CommandHandlerOptions = {},
): CommandHandler<Command, Event, State, Transaction> => {
  const states = stateCache<Event, State>(store, decider, cachedStates);
  const inTurn = serially();
  const decide = async (stream: string, command: Command, unread: boolean): Promise<Decided<Event, State>> => {
    const { version, state } = unread ? states.known(stream) : await states.load(stream);
    const events = decider.decide(command, state);
    return { from: version, version: version + events.length, state: events.reduce(decider.evolve, state), events };
  };
  const handle = (stream: string, command: Command, write: Write<Event, State>): Promise<Handled<Event, State>> =>
    inTurn(stream, () =>
      retryOnConflict(stream, attempts, async (tried) => {
        const { from, ...handled } = await decide(stream, command, mostlyNew && tried === 0);
        if (handled.events.length === 0) return handled;
        await write({ stream, expectedVersion: from, events: handled.events }, handled);
        states.keep(stream, handled);
        return handled;
      }),
    );
  const run = (id: string, command: Command, metadata: EventMetadata): Promise<Handled<Event, State>> =>
    handle(`${category}-${id}`, command, (addition) => lostRaceOf(store.append({ ...addition, metadata })));
  const guarded: CommandHandler<Command, Event, State, Transaction>['guarded'] = (id, command, metadata, guard) =>
    handle(`${category}-${id}`, command, async (addition, handled) => {
      let refusal: DomainError | undefined;
      const work = async (tx: Transaction): Promise<void> => {
        await guard(tx, handled).catch((error: unknown) => {
          if (isDomainError(error)) refusal = error;
          throw error;
        });
        await store.appendIn(tx, [{ ...addition, metadata }]);
      };
      // The guard's own refusal is no lost race, whatever its code.
      const written = store.transaction(work).catch((error: unknown) => {
        if (refusal === undefined) throw error;
      });
      await lostRaceOf(written);
      if (refusal !== undefined) throw refusal;
    });
  return Object.assign(run, {
    guarded,
    load: async (id: string) => ({ ...(await states.load(`${category}-${id}`)), events: [] }),
  });
};
