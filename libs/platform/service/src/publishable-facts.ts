import { missingFields } from '@ao/contracts';
import { unpublishable, type Fact } from '@ao/event-bus';
import { logStart, type AppendCheck, type RecordedEvent } from '@ao/event-store';
import { DomainError } from '@ao/kernel';
import { encodedFacts, publishedFacts, type PublishedFact, type Publisher } from './facts.js';
import { largestPart } from './largest-part.js';

/** The facts of an event, or why they can never be published. */
export type Publishable = { readonly facts: readonly Fact[] } | { readonly complaint: string };

const lacking = (published: readonly PublishedFact[]): string | undefined => {
  for (const fact of published) {
    const missing = missingFields(fact);
    if (missing.length > 0) return `${fact.type}: ${missing.join(' and ')} must not be empty`;
  }
  return undefined;
};

/** Computes an event's facts and looks whether the bus takes them. Pure. */
export const publishableFacts = (service: string, publisher: Publisher, recorded: RecordedEvent): Publishable => {
  try {
    const published = publishedFacts(publisher, recorded);
    const complaint = lacking(published);
    if (complaint !== undefined) return { complaint };
    const facts = encodedFacts(service, published, recorded);
    for (const fact of facts) {
      const wrong = unpublishable(fact);
      if (wrong !== undefined) return { complaint: `the ${wrong.field} of ${fact.type} ${wrong.message}` };
    }
    return { facts };
  } catch (error) {
    return { complaint: `no fact can be made of ${recorded.event.type}: ${(error as Error).message}` };
  }
};

/**
 * The door of a service's log: what could never be published is refused before it is appended. Facts are a pure function of events, so
 * what the relay will make of them is known. The error names the limit, the size, and the part of the event that takes the most.
 */
export const publishableOnly =
  (service: string, publisher: Publisher): AppendCheck =>
  ({ stream, expectedVersion, events, metadata }) => {
    events.forEach((event, index) => {
      const version = expectedVersion + index + 1;
      const place = { at: logStart, stream, version, id: '', metadata, occurredAt: new Date(0) };
      const outcome = publishableFacts(service, publisher, { ...place, event });
      if ('facts' in outcome) return;
      const { path, bytes } = largestPart(event.data);
      const message = `${outcome.complaint}; its largest part is ${path} with ${bytes} bytes`;
      throw new DomainError('invalid_argument', `this cannot be recorded: ${message}`, [{ path, message }]);
    });
  };
