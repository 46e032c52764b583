import type { EventMetadata, RecordedEvent } from '../event-store.js';
import { memoryEventStore } from '../memory/memory-event-store.js';
import { until } from '@ao/testing';
import { memoryRelayCheckpoints } from './relay-checkpoints.js';
import { relay, type RelayOptions } from './relay.js';

const metadata: EventMetadata = { corrId: 'c', causationId: 'c', subject: 'service:test' };

const setUp = () => {
  const store = memoryEventStore();
  const published: string[] = [];
  const publish = async (events: readonly RecordedEvent[]): Promise<void> => {
    published.push(...events.map(({ stream, version }) => `${stream}@${version}`));
  };
  const options: RelayOptions = {
    store,
    name: 'facts',
    checkpoints: memoryRelayCheckpoints(store),
    publish,
    pollMs: 60_000,
  };
  const note = async (stream: string, expectedVersion: number, count = 1): Promise<void> => {
    await store.append({
      stream,
      expectedVersion,
      metadata,
      events: Array.from({ length: count }, () => ({ type: 'Noted', data: {} })),
    });
  };
  return { store, published, options, note };
};

it('publishes what is there and what comes, woken by the append', async () => {
  const { options, published, note } = setUp();
  await note('a-1', 0, 2);
  const running = relay(options);
  await until(running.caughtUp);
  await note('a-1', 2);
  await until(() => published.length === 3);
  expect(published).toEqual(['a-1@1', 'a-1@2', 'a-1@3']);
  await until(running.caughtUp);
  await running.close();
});

it('hands over pages of the given size, in order', async () => {
  const { options, note } = setUp();
  await note('a-1', 0, 7);
  const pages: number[][] = [];
  const running = relay({
    ...options,
    pageSize: 3,
    publish: async (events) => void pages.push(events.map(({ version }) => version)),
  });
  await until(running.caughtUp);
  expect(pages).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  await running.close();
});

it('comes again with the same events while the bus is away, and lets none pass', async () => {
  const { options, published, note } = setUp();
  await note('a-1', 0, 2);
  const failures: number[] = [];
  const tried: string[] = [];
  const publish = async (events: readonly RecordedEvent[]): Promise<void> => {
    tried.push(events.map(({ version }) => version).join());
    if (tried.length < 4) throw new Error('away');
    await options.publish(events);
  };
  const running = relay({ ...options, publish, maxBackOffMs: 5, onFailure: (_, inARow) => failures.push(inARow) });
  await until(() => failures.length > 0);
  await note('b-1', 0);
  await until(running.caughtUp);
  expect(failures).toEqual([1, 2, 3]);
  expect(tried.every((versions) => versions.startsWith('1,2'))).toBe(true);
  expect(published).toEqual(['a-1@1', 'a-1@2', 'b-1@1']);
  await running.close();
});

it('goes on after its checkpoint', async () => {
  const { options, published, note } = setUp();
  await note('a-1', 0);
  const first = relay(options);
  await until(first.caughtUp);
  await first.close();
  await note('a-1', 1);
  const second = relay(options);
  expect(await second.lag()).toBe(1);
  await until(second.caughtUp);
  await second.close();
  expect(published).toEqual(['a-1@1', 'a-1@2']);
});

it('finishes the page under way when it is closed, and starts no other', async () => {
  const { options, published, note } = setUp();
  await note('a-1', 0, 2);
  const gate = Promise.withResolvers<void>();
  let begun = false;
  const publish = async (events: readonly RecordedEvent[]): Promise<void> => {
    begun = true;
    await gate.promise;
    await options.publish(events);
  };
  const running = relay({ ...options, pageSize: 1, publish });
  await until(() => begun);
  const closed = running.close();
  gate.resolve();
  await closed;
  await running.close();
  expect(published).toEqual(['a-1@1']);
  expect(await running.lag()).toBe(1);
});
