import type { RecordedEvent } from '@ao/event-store';
import { DomainError, type Decider, type DomainEvent } from '@ao/kernel';
import type { PublishedFact, Publisher } from './facts.js';

/** What an event publishes: nothing, one fact, or more. */
export type Published = PublishedFact | readonly PublishedFact[] | undefined;

/** What is known of an aggregate without its types: enough to publish its events. */
export interface PublishingAggregate {
  /** First part of its streams' names, `<category>-<id>`: lower-case letters only. Never renamed: it stands in the log. */
  readonly category: string;
  /** Private event -> public facts; pure. Undefined: the event stays home. */
  facts(recorded: RecordedEvent): Published;
}

/** One aggregate of a service: where its streams are, its rules, and what it publishes. */
export interface Aggregate<Command, Event extends DomainEvent, State> extends PublishingAggregate {
  readonly decider: Decider<Command, Event, State>;
  facts(recorded: RecordedEvent<Event>): Published;
}

/** An aggregate with the types of its decider. Throws TypeError for a category that stream names could not be read by. */
export const aggregate = <Command, Event extends DomainEvent, State>(
  declared: Aggregate<Command, Event, State>,
): Aggregate<Command, Event, State> => {
  if (!/^[a-z]+$/.test(declared.category))
    throw new TypeError(
      `the category "${declared.category}" must have lower-case letters only: the id begins after "-"`,
    );
  return declared;
};

/** The facts of a whole log: each event goes to the aggregate whose category its stream has. Throws for a stream of none. */
export const publisherOf =
  (service: string, aggregates: readonly PublishingAggregate[]): Publisher =>
  (recorded) => {
    const owner = aggregates.find(({ category }) => recorded.stream.startsWith(`${category}-`));
    if (owner === undefined)
      throw new DomainError('internal', `${service} has no aggregate for the stream ${recorded.stream}`);
    return owner.facts(recorded);
  };
