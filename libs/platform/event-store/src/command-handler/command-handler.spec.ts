import { DomainError, type Decider, type DomainEvent } from '@ao/kernel';
import type { EventMetadata, EventStore } from '../event-store.js';
import { memoryEventStore } from '../memory/memory-event-store.js';
import { commandHandler } from './command-handler.js';

type Event = { readonly type: 'Added'; readonly data: { readonly amount: number } };
type Command = { readonly type: 'Add'; readonly amount: number } | { readonly type: 'AddUpTo'; readonly limit: number };

const metadata: EventMetadata = { corrId: 'corr-1', causationId: 'c', subject: 'service:test' };

let evolved = 0;

const counter: Decider<Command, Event, number> = {
  initial: 0,
  decide: (command, state) => {
    if (command.type === 'AddUpTo')
      return state < command.limit ? [{ type: 'Added', data: { amount: command.limit - state } }] : [];
    if (command.amount < 0) throw new DomainError('invalid_argument', 'An amount is positive.');
    return [{ type: 'Added', data: { amount: command.amount } }];
  },
  evolve: (state, { data }) => {
    evolved += 1;
    return state + data.amount;
  },
};

const add = (amount: number): Command => ({ type: 'Add', amount });

/** Counts what a store reads, and lets another writer win before the first appends. */
const watched = (inner: EventStore, rivals = 0) => {
  const counts = { readEvents: 0, reads: 0, left: rivals };
  const store: EventStore = {
    ...inner,
    read: async <E extends DomainEvent>(stream: string, after?: number) => {
      const page = await inner.read<E>(stream, after);
      counts.reads += 1;
      counts.readEvents += page.events.length;
      return page;
    },
    append: async (append) => {
      if (counts.left > 0) {
        counts.left -= 1;
        await inner.append({ ...append, events: [{ type: 'Added', data: { amount: 100 } }] });
      }
      return inner.append(append);
    },
  };
  return { store, counts };
};

it('loads, decides, appends, and answers version, state and events', async () => {
  const store = memoryEventStore();
  const handle = commandHandler(store, 'counter', counter);
  expect(await handle('1', add(2), metadata)).toEqual({
    version: 1,
    state: 2,
    events: [{ type: 'Added', data: { amount: 2 } }],
  });
  expect(await handle('1', add(3), metadata)).toMatchObject({ version: 2, state: 5 });
  const { events } = await store.read('counter-1');
  expect(events.map((event) => event.metadata)).toEqual([metadata, metadata]);
});

it('appends nothing where nothing is decided', async () => {
  const handle = commandHandler(memoryEventStore(), 'counter', counter);
  await handle('1', { type: 'AddUpTo', limit: 4 }, metadata);
  expect(await handle('1', { type: 'AddUpTo', limit: 4 }, metadata)).toEqual({ version: 1, state: 4, events: [] });
  expect(await handle('2', { type: 'AddUpTo', limit: 0 }, metadata)).toEqual({ version: 0, state: 0, events: [] });
});

it('passes on what the decider refuses', async () => {
  const handle = commandHandler(memoryEventStore(), 'counter', counter);
  await expect(handle('1', add(-1), metadata)).rejects.toMatchObject({ code: 'invalid_argument' });
  expect(await handle('1', add(1), metadata)).toMatchObject({ version: 1 });
});

it('decides again on what the winner of a race has written', async () => {
  const { store } = watched(memoryEventStore(), 3);
  const handle = commandHandler(store, 'counter', counter);
  expect(await handle('1', add(1), metadata)).toMatchObject({ version: 4, state: 301 });
  const limited = commandHandler(watched(memoryEventStore(), 1).store, 'counter', counter);
  expect(await limited('1', { type: 'AddUpTo', limit: 50 }, metadata)).toMatchObject({
    version: 1,
    state: 100,
    events: [],
  });
});

it('gives up after its attempts', async () => {
  const { store, counts } = watched(memoryEventStore(), 99);
  const handle = commandHandler(store, 'counter', counter, { attempts: 3 });
  await expect(handle('1', add(1), metadata)).rejects.toMatchObject({
    code: 'aborted',
    message: 'counter-1 is too busy: 3 attempts were overtaken by other writers.',
  });
  expect(counts.reads).toBe(3);
});

it('does not take a refusal of the decider for a lost race', async () => {
  const { store, counts } = watched(memoryEventStore());
  const refusing = {
    ...counter,
    decide: () => {
      throw new DomainError('aborted', 'Not now.');
    },
  };
  await expect(commandHandler(store, 'counter', refusing)('1', add(1), metadata)).rejects.toMatchObject({
    message: 'Not now.',
  });
  expect(counts.reads).toBe(1);
});

it('reads and folds only what is new, however long the stream', async () => {
  const { store, counts } = watched(memoryEventStore());
  await store.append({
    stream: 'counter-1',
    expectedVersion: 0,
    metadata,
    events: Array.from({ length: 10_000 }, () => ({ type: 'Added', data: { amount: 1 } })),
  });
  const handle = commandHandler(store, 'counter', counter);
  await handle('1', add(1), metadata);
  expect(counts.readEvents).toBe(10_000);
  evolved = 0;
  for (let index = 0; index < 10; index += 1) await handle('1', add(1), metadata);
  expect(counts.readEvents).toBe(10_000);
  expect(evolved).toBe(10);
  await store.append({
    stream: 'counter-1',
    expectedVersion: 10_011,
    metadata,
    events: [{ type: 'Added', data: { amount: 5 } }],
  });
  expect(await handle('1', add(1), metadata)).toMatchObject({ version: 10_013, state: 10_017 });
  expect(counts.readEvents).toBe(10_001);
});

it('keeps the states of the last streams only', async () => {
  const { store, counts } = watched(memoryEventStore());
  const handle = commandHandler(store, 'counter', counter, { cachedStates: 2 });
  for (const id of ['1', '2', '3']) await handle(id, add(1), metadata);
  await handle('3', add(1), metadata);
  expect(counts.readEvents).toBe(0);
  expect(await handle('1', add(1), metadata)).toMatchObject({ version: 2, state: 2 });
  expect(counts.readEvents).toBe(1);
});

it('runs the commands of one stream one after the other', async () => {
  const { store, counts } = watched(memoryEventStore());
  const handle = commandHandler(store, 'counter', counter, { attempts: 1 });
  const handled = await Promise.all(Array.from({ length: 50 }, () => handle('1', add(1), metadata)));
  expect(handled.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(counts.reads).toBe(50);
});
