import type { Streams } from './line.js';

/** A fact that a consumer gave up and that was redriven, and an event that could not be published at first. */
export const troubleStory: Streams = {
  'g/ao.lease.lease.v1/0/7': [
    {
      type: 'bus.fact.dead_lettered',
      data: {
        letterId: 'g/ao.lease.lease.v1/0/7',
        group: 'g',
        topic: 'ao.lease.lease.v1',
        partition: 0,
        offset: 7,
        reason: 'TypeError: x is not a function',
        attempts: 8,
        factId: 'f7',
        factType: 'lease.granted',
        factKey: 'l1',
      },
    },
    {
      type: 'bus.fact.redriven',
      data: { letterId: 'g/ao.lease.lease.v1/0/7', topic: 'ao.lease.lease.v1', factKey: 'l1' },
    },
  ],
  e9: [
    {
      type: 'log.event.parked',
      data: { eventId: 'e9', service: 'orchestrator', stream: 'job-j9', version: 3, type: 'X', reason: 'too large' },
    },
    { type: 'log.event.unparked', data: { eventId: 'e9' } },
  ],
};
