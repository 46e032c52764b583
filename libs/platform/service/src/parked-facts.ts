import { encodeFact, type DecodedFact } from '@ao/contracts';
import type { Fact } from '@ao/event-bus';
import type { ParkedEvent } from '@ao/event-store';

const told = (
  service: string,
  { eventId, version }: ParkedEvent,
  content: DecodedFact,
  streamVersion: number,
): Fact => ({
  ...encodeFact(content),
  id: `${eventId}/${content.type}/${version}`,
  type: content.type,
  source: `/${service}`,
  time: new Date(),
  key: eventId,
  corrId: '',
  causationId: eventId,
  subject: `service:${service}`,
  streamVersion,
});

/** The fact that a service's relay has put an event aside. */
export const eventParked = (service: string, event: ParkedEvent): Fact =>
  told(service, event, { type: 'log.event.parked', data: { ...event, service } }, 1);

/** The fact that a parked event was published after all. */
export const eventUnparked = (service: string, event: ParkedEvent): Fact =>
  told(service, event, { type: 'log.event.unparked', data: { eventId: event.eventId } }, 2);
