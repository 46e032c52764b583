import { postgresRelayCheckpoints, relay, type EventStore, type RecordedEvent, type Relay } from '@ao/event-store';
import { gauge } from '@ao/observability';
import type { Publisher } from './facts.js';
import { eventParked, eventUnparked } from './parked-facts.js';
import { publishableFacts, type Publishable } from './publishable-facts.js';
import type { ServiceRuntime } from './service-runtime.js';

const behind = gauge('ao_relay_failures', 'Failures of the relay in a row', ['service']);
const parkedEvents = gauge('ao_relay_parked_events', 'Events that the relay could never publish and has put aside', [
  'service',
]);

/** What a service's relay needs. */
export interface ServiceRelayOptions {
  readonly runtime: ServiceRuntime;
  /** The service's schema in Postgres. */
  readonly schema: string;
  readonly publisher: Publisher;
  readonly store: EventStore;
}

/** Starts the relay of a service: what it publishes, and what it says of events that it cannot publish. */
export const startRelay = ({ runtime, schema, publisher, store }: ServiceRelayOptions): Relay => {
  const { sql, bus, logger, name } = runtime;
  const known = new WeakMap<RecordedEvent, Publishable>();
  // Asked twice of each event, by the check and by the publishing.
  const publishable = (event: RecordedEvent): Publishable => {
    const outcome = known.get(event) ?? publishableFacts(name, publisher, event);
    known.set(event, outcome);
    return outcome;
  };
  const count = async (): Promise<void> => parkedEvents.set({ service: name }, (await running.parked()).length);
  const running = relay({
    store,
    name: 'facts',
    checkpoints: postgresRelayCheckpoints({ sql, schema }),
    check: (event) => {
      const outcome = publishable(event);
      return 'complaint' in outcome ? outcome.complaint : undefined;
    },
    publish: async (events) => {
      const outcomes = events.map(publishable);
      const facts = outcomes.flatMap((outcome) => ('facts' in outcome ? outcome.facts : []));
      if (facts.length > 0) await bus.publish(facts);
      behind.set({ service: name }, 0);
    },
    onParked: async (parked) => {
      await bus.publish(parked.map((event) => eventParked(name, event)));
      logger.error({ parked }, 'events can never be published: they are parked, the relay goes on');
      parkedEvents.inc({ service: name }, parked.length);
    },
    onUnparked: async (event) => {
      await bus.publish([eventUnparked(name, event)]);
      parkedEvents.dec({ service: name }, 1);
    },
    onFailure: (error, failures) => {
      behind.set({ service: name }, failures);
      logger.warn({ err: error, failures }, 'facts could not be published; trying again');
    },
  });
  // A new version of the platform may be able to publish what the last one could not.
  running
    .retryParked()
    .then(count)
    .catch((error: unknown) => logger.warn({ err: error }, 'parked events could not be retried'));
  return running;
};
