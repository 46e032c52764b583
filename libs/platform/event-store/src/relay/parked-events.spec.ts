import { DomainError } from '@ao/kernel';
import { until } from '@ao/testing';
import type { EventMetadata, RecordedEvent } from '../event-store.js';
import { memoryEventStore } from '../memory/memory-event-store.js';
import { memoryRelayCheckpoints } from './relay-checkpoints.js';
import { relay, type RelayOptions } from './relay.js';

const metadata: EventMetadata = { corrId: 'c', causationId: 'c', subject: 'service:test' };
const nameOf = ({ stream, version }: Pick<RecordedEvent, 'stream' | 'version'>): string => `${stream}@${version}`;

/** A log of notes, three of which are too long for the bus. */
const setUp = async () => {
  const store = memoryEventStore();
  const published: string[] = [];
  const told: string[] = [];
  const texts = ['short', 'too long', 'short', 'too long', 'short'];
  for (const [index, text] of texts.entries())
    await store.append({
      stream: `note-${index % 2}`,
      expectedVersion: Math.floor(index / 2),
      metadata,
      events: [{ type: 'Noted', data: { text } }],
    });
  const options: RelayOptions = {
    store,
    name: 'facts',
    checkpoints: memoryRelayCheckpoints(store),
    publish: async (events) => void published.push(...events.map(nameOf)),
    onParked: async (parked) => void told.push(...parked.map((event) => `parked ${nameOf(event)}`)),
    onUnparked: async (event) => void told.push(`unparked ${nameOf(event)}`),
    pollMs: 60_000,
  };
  return { options, published, told };
};

const tooLong = ({ event }: RecordedEvent): boolean => (event.data as { text: string }).text === 'too long';
const check = (event: RecordedEvent): string | undefined => (tooLong(event) ? 'it is too long' : undefined);

it('parks what can never be published, and publishes what stands behind it', async () => {
  const { options, published, told } = await setUp();
  const running = relay({ ...options, check });
  await until(running.caughtUp);
  expect(published).toEqual(['note-0@1', 'note-0@2', 'note-0@3']);
  expect(told).toEqual(['parked note-1@1', 'parked note-1@2']);
  expect(await running.parked()).toMatchObject([
    { stream: 'note-1', version: 1, type: 'Noted', reason: 'it is too long' },
    { stream: 'note-1', version: 2 },
  ]);
  await running.close();
});

it('finds by itself which event of a page the bus refuses', async () => {
  const { options, published } = await setUp();
  const publish = async (events: readonly RecordedEvent[]): Promise<void> => {
    if (events.some(tooLong)) throw new DomainError('invalid_argument', 'the broker refuses it');
    await options.publish(events);
  };
  const running = relay({ ...options, publish });
  await until(running.caughtUp);
  expect(published).toEqual(['note-0@1', 'note-0@2', 'note-0@3']);
  expect((await running.parked()).map(nameOf)).toEqual(['note-1@1', 'note-1@2']);
  await running.close();
});

it('parks nothing while the bus is away', async () => {
  const { options, published } = await setUp();
  let tries = 0;
  const publish = async (events: readonly RecordedEvent[]): Promise<void> => {
    tries += 1;
    if (tries < 3) throw new DomainError('unavailable', 'the broker is away');
    await options.publish(events);
  };
  const running = relay({ ...options, publish, maxBackOffMs: 1 });
  await until(running.caughtUp);
  expect(published).toHaveLength(5);
  expect(await running.parked()).toEqual([]);
  await running.close();
});

it('says so again where it could not be said', async () => {
  const { options, told } = await setUp();
  let tries = 0;
  const onParked: RelayOptions['onParked'] = async (parked) => {
    tries += 1;
    if (tries === 1) throw new DomainError('unavailable', 'the broker is away');
    await options.onParked?.(parked);
  };
  const running = relay({ ...options, check, onParked, maxBackOffMs: 1 });
  await until(running.caughtUp);
  expect(told).toEqual(['parked note-1@1', 'parked note-1@2']);
  expect(await running.parked()).toHaveLength(2);
  await running.close();
});

it('publishes parked events after a restart, once the cause is mended and somebody asks', async () => {
  const { options, published, told } = await setUp();
  const first = relay({ ...options, check });
  await until(first.caughtUp);
  expect(await first.retryParked()).toBe(0);
  await first.close();
  const second = relay(options);
  await until(second.caughtUp);
  expect(published).toHaveLength(3);
  expect(await second.retryParked()).toBe(2);
  expect(published.slice(3)).toEqual(['note-1@1', 'note-1@2']);
  expect(told.slice(2)).toEqual(['unparked note-1@1', 'unparked note-1@2']);
  expect(await second.parked()).toEqual([]);
  await second.close();
});
