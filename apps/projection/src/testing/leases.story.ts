import { epoch, type Streams } from './line.js';

const amount = (episodes: number) => ({ episodes, tokens: episodes * 10, costMicros: 0 });

/** The lease of the job, and one that is denied. */
export const leasesStory: Streams = {
  l1: [
    {
      type: 'lease.granted',
      data: {
        leaseId: 'l1',
        request: {
          principal: 'user:admin',
          subject: 'job:j1',
          capability: 'training.run',
          resource: 'agent:recall',
          budget: amount(100),
          wallMs: 60_000,
        },
        policies: ['p1'],
        fencingToken: 1,
        expiresAtMs: epoch,
      },
    },
    { type: 'budget.reserved', data: { leaseId: 'l1', reservationId: 'r1', amount: amount(10) } },
    { type: 'budget.reserved', data: { leaseId: 'l1', reservationId: 'r2', amount: amount(10) } },
    { type: 'budget.committed', data: { leaseId: 'l1', reservationId: 'r1', spent: amount(9), total: amount(9) } },
    { type: 'budget.committed', data: { leaseId: 'l1', reservationId: 'r2', spent: amount(4), total: amount(13) } },
    { type: 'lease.released', data: { leaseId: 'l1', spent: amount(13) } },
  ],
  l2: [
    {
      type: 'lease.denied',
      data: {
        leaseId: 'l2',
        request: {
          principal: 'user:x',
          subject: 'job:j2',
          capability: 'training.run',
          resource: 'agent:x',
          budget: amount(1),
          wallMs: 1,
        },
        policies: [],
        reason: 'default deny',
      },
    },
  ],
};
