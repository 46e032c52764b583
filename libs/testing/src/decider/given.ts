import { isDomainError, type Decider, type ErrorCode } from '@ao/kernel';

/** What a decision must come to. */
export interface Decision<Event> {
  /** Exactly these events. */
  then(...expected: readonly Event[]): void;
  /** No event: the command changes nothing. */
  thenNothing(): void;
  /** A DomainError with this code. */
  thenRefused(code: ErrorCode): void;
  /** What was decided, for a closer look. */
  events(): readonly Event[];
}

const codeOf = (run: () => unknown): ErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};

/** given(decider, ...what happened).when(command).then(what happens now). */
export const given = <Command, Event, State>(
  decider: Decider<Command, Event, State>,
  ...history: readonly Event[]
): { when(command: Command): Decision<Event> } => ({
  when: (command) => {
    const events = (): readonly Event[] => decider.decide(command, history.reduce(decider.evolve, decider.initial));
    return {
      events,
      then: (...expected) => expect(events()).toEqual(expected),
      thenNothing: () => expect(events()).toEqual([]),
      thenRefused: (code) => expect(codeOf(events)).toBe(code),
    };
  },
});
