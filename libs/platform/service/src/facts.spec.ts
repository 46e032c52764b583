import type { RecordedEvent } from '@ao/event-store';
import { decodeFact } from '@ao/contracts';
import { toFacts, type PublishedFact } from './facts.js';

const recorded: RecordedEvent = {
  at: { transactionId: '7', position: '9' },
  stream: 'job-0190-abc',
  version: 3,
  id: 'e1',
  event: { type: 'TrainingPaused', data: {} },
  metadata: { corrId: 'c1', causationId: 'a1', subject: 'user:admin', leaseId: 'l1' },
  occurredAt: new Date('2026-01-02T03:04:05.678Z'),
};
const paused: PublishedFact = { type: 'orchestrator.job.paused', data: { jobId: '0190-abc' } };

it("gives a fact with the event's place, time and metadata, keyed by the id of its stream", () => {
  const [fact, ...more] = toFacts('orchestrator', () => paused, recorded);
  expect(more).toEqual([]);
  expect(fact).toMatchObject({
    id: 'e1',
    type: 'orchestrator.job.paused',
    source: '/orchestrator',
    topic: 'ao.orchestrator.job.v1',
    key: '0190-abc',
    corrId: 'c1',
    causationId: 'a1',
    leaseId: 'l1',
    streamVersion: 3,
    time: recorded.occurredAt,
  });
  expect(decodeFact(fact?.type ?? '', fact?.value ?? new Uint8Array())).toEqual(paused);
});

it('publishes nothing for an event that stays home', () => expect(toFacts('x', () => undefined, recorded)).toEqual([]));

it('tells the facts of one event apart, the same way each time', () => {
  const both = (): PublishedFact[] => [paused, { ...paused, key: 'other' }];
  const ids = toFacts('x', both, recorded).map(({ id, key }) => [id, key]);
  expect(ids).toEqual([
    ['e1', '0190-abc'],
    ['e1-1', 'other'],
  ]);
  expect(toFacts('x', both, recorded).map(({ id, key }) => [id, key])).toEqual(ids);
});
