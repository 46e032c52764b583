/** A pure decision: `decide` names what happens, `evolve` says what it means. The same command twice yields nothing. */
export interface Decider<Command, Event, State> {
  readonly initial: State;
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}

/** What every stored event looks like before the store adds position, version and metadata. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}
