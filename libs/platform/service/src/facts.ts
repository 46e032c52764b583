import { encodeFact, type DecodedFact } from '@ao/contracts';
import type { Fact } from '@ao/event-bus';
import type { RecordedEvent } from '@ao/event-store';

/** A fact, and its key where that is not the id of the event's stream. */
export type PublishedFact = DecodedFact & { readonly key?: string };

/** Private event -> public facts, a pure function. */
export type Publisher = (recorded: RecordedEvent) => PublishedFact | readonly PublishedFact[] | undefined;

const aggregateId = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** The facts of an event, not yet encoded. */
export const publishedFacts = (publisher: Publisher, recorded: RecordedEvent): readonly PublishedFact[] => {
  const published = publisher(recorded);
  if (published === undefined) return [];
  return 'type' in published ? [published] : published;
};

/** The facts that an event gives, with the event's metadata. An event's second fact and later ones get an id of their own. */
export const toFacts = (service: string, publisher: Publisher, recorded: RecordedEvent): Fact[] =>
  encodedFacts(service, publishedFacts(publisher, recorded), recorded);

/** Published facts as the bus carries them. Throws where a value does not fit its field. */
export const encodedFacts = (service: string, published: readonly PublishedFact[], recorded: RecordedEvent): Fact[] =>
  published.map((fact, index) => ({
    ...encodeFact(fact),
    id: index === 0 ? recorded.id : `${recorded.id}-${index}`,
    type: fact.type,
    source: `/${service}`,
    time: recorded.occurredAt,
    key: fact.key ?? aggregateId(recorded.stream),
    corrId: recorded.metadata.corrId,
    causationId: recorded.metadata.causationId,
    subject: recorded.metadata.subject,
    ...(recorded.metadata.leaseId === undefined ? {} : { leaseId: recorded.metadata.leaseId }),
    ...(recorded.metadata.traceparent === undefined ? {} : { traceparent: recorded.metadata.traceparent }),
    streamVersion: recorded.version,
  }));
