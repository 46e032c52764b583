import * as platform from '../gen/platform/v1/platform.js';
import { fact, topic, type ServiceDescriptor } from './service-descriptor.js';

const trouble = topic('ao.platform.trouble.v1', 1);

/** What every process serves and publishes besides its own, as it serves health: what went wrong between the log, the bus and a consumer. */
export const everyService = {
  grpc: { 'platform.v1.LogService': platform.LogServiceService },
  topics: { trouble },
  facts: {
    'log.event.parked': fact(trouble, platform.EventParked, 'eventId', 'service'),
    'log.event.unparked': fact(trouble, platform.EventUnparked, 'eventId'),
    'bus.fact.dead_lettered': fact(trouble, platform.FactDeadLettered, 'letterId', 'topic'),
    'bus.fact.redriven': fact(trouble, platform.FactRedriven, 'letterId', 'topic'),
  },
} as const satisfies Pick<ServiceDescriptor, 'grpc' | 'topics' | 'facts'>;
