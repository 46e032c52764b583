import { DomainError, type Decider } from '@ao/kernel';
import { changeStreams } from '../change-streams.js';
import { commandHandler, type CommandHandlerOf } from '../command-handler/command-handler.js';
import { decideIn } from '../decide-in.js';
import { logStart, type EventMetadata, type EventStore, type StreamAppend } from '../event-store.js';

const metadata: EventMetadata = {
  corrId: 'corr-1',
  causationId: 'request-1',
  subject: 'user:admin',
  leaseId: 'lease-1',
  fencingToken: 7,
};

const notes = (...texts: readonly string[]): StreamAppend['events'] =>
  texts.map((text) => ({ type: 'Noted', data: { text } }));

const to = (stream: string, expectedVersion: number, ...texts: readonly string[]): StreamAppend => ({
  stream,
  expectedVersion,
  metadata,
  events: notes(...texts),
});

const texts = async (store: EventStore, stream: string, after?: number): Promise<readonly unknown[]> =>
  (await store.read(stream, after)).events.map(({ event }) => (event.data as { text: string }).text);

type Use = (test: (store: EventStore) => Promise<void>) => () => Promise<void>;

const streamTests = (use: Use): void => {
  it(
    'answers version 0 for a stream that does not exist',
    use(async (store) => {
      expect(await store.read('note-1')).toEqual({ events: [], version: 0 });
    }),
  );

  it(
    'gives back what was appended, with its metadata',
    use(async (store) => {
      expect(await store.append(to('note-1', 0, 'a', 'b'))).toBe(2);
      const { events, version } = await store.read('note-1');
      expect(version).toBe(2);
      expect(events).toEqual([
        expect.objectContaining({
          stream: 'note-1',
          version: 1,
          event: { type: 'Noted', data: { text: 'a' } },
          metadata,
        }),
        expect.objectContaining({
          stream: 'note-1',
          version: 2,
          event: { type: 'Noted', data: { text: 'b' } },
          metadata,
        }),
      ]);
      expect(events[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(Math.abs(Date.now() - Number(events[0]?.occurredAt))).toBeLessThan(60_000);
    }),
  );

  it(
    'reads only what is newer than a version',
    use(async (store) => {
      await store.append(to('note-1', 0, 'a', 'b', 'c'));
      expect(await texts(store, 'note-1', 2)).toEqual(['c']);
      expect(await store.read('note-1', 3)).toEqual({ events: [], version: 3 });
    }),
  );

  it(
    'keeps any JSON as it is',
    use(async (store) => {
      const data = {
        text: 'quote " backslash \\ brace {} comma , null \n ünï 𝔘 \\u0000',
        list: [null, 1.5, true, 'null'],
        nested: { empty: {} },
      };
      await store.append({ ...to('note-1', 0), events: [{ type: 'No"te{}\\,d', data }] });
      expect((await store.read('note-1')).events[0]?.event).toEqual({ type: 'No"te{}\\,d', data });
      const typed = { type: 'inner', value: 7, other: true };
      await store.append({ ...to('note-1', 1), events: [{ type: 'Noted', data: typed }] });
      expect((await store.read('note-1', 1)).events[0]?.event.data).toEqual(typed);
    }),
  );
};

const conflictTests = (use: Use): void => {
  it.each([
    ['a stream that exists already', 0],
    ['a version that is past', 1],
    ['a version that is still to come', 3],
  ])('refuses %s', (_, expectedVersion) =>
    use(async (store) => {
      await store.append(to('note-1', 0, 'a', 'b'));
      await expect(store.append(to('note-1', expectedVersion, 'c'))).rejects.toMatchObject({
        code: 'aborted',
        message: expect.stringContaining('note-1'),
      });
      expect(await texts(store, 'note-1')).toEqual(['a', 'b']);
    })(),
  );

  it(
    'refuses to begin a stream in the middle',
    use(async (store) => {
      await expect(store.append(to('note-1', 5, 'f'))).rejects.toMatchObject({ code: 'aborted' });
    }),
  );

  it(
    'lets one of many rivals win',
    use(async (store) => {
      const rivals = Array.from({ length: 8 }, (_, index) => store.append(to('note-1', 0, `from ${index}`)));
      const results = await Promise.allSettled(rivals);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await store.read('note-1')).version).toBe(1);
    }),
  );

  it(
    'refuses text that Postgres cannot store',
    use(async (store) => {
      await expect(store.append(to('note-1', 0, 'nul \u0000'))).rejects.toMatchObject({ code: 'invalid_argument' });
      await expect(store.append(to('note-1', 0, 'half \ud800'))).rejects.toMatchObject({ code: 'invalid_argument' });
    }),
  );
};

const manyStreamsTests = (use: Use): void => {
  it(
    'appends to many streams at once',
    use(async (store) => {
      await store.append(to('note-2', 0, 'first'));
      await store.appendAll([to('note-2', 1, 'x', 'y'), to('note-1', 0, 'a')]);
      expect(await texts(store, 'note-1')).toEqual(['a']);
      expect(await texts(store, 'note-2')).toEqual(['first', 'x', 'y']);
    }),
  );

  it(
    'appends to all of them or to none',
    use(async (store) => {
      await store.append(to('note-2', 0, 'first'));
      await expect(store.appendAll([to('note-1', 0, 'a'), to('note-2', 0, 'b')])).rejects.toMatchObject({
        code: 'aborted',
        message: expect.stringContaining('note-2'),
      });
      await expect(store.appendAll([to('note-1', 0, 'a'), to('note-2', 9, 'b')])).rejects.toMatchObject({
        code: 'aborted',
      });
      expect((await store.read('note-1')).version).toBe(0);
    }),
  );

  it(
    'refuses a stream that stands twice',
    use(async (store) => {
      await expect(store.appendAll([to('note-1', 0, 'a'), to('note-1', 1, 'b')])).rejects.toMatchObject({
        code: 'invalid_argument',
      });
    }),
  );

  it(
    'does nothing where there is nothing to append',
    use(async (store) => {
      await store.appendAll([]);
      expect(await store.append(to('note-1', 0))).toBe(0);
      expect(await store.readAll(logStart, 10)).toEqual([]);
    }),
  );
};

const logTests = (use: Use): void => {
  it(
    'reads the whole log in order, page by page',
    use(async (store) => {
      for (let index = 0; index < 5; index += 1)
        await store.append(to(`note-${index % 2}`, Math.floor(index / 2), `${index}`));
      const read: string[] = [];
      for (let after = logStart; ;) {
        const page = await store.readAll(after, 2);
        read.push(...page.map(({ event }) => (event.data as { text: string }).text));
        const last = page.at(-1);
        if (!last) break;
        after = last.at;
      }
      expect(read).toEqual(['0', '1', '2', '3', '4']);
    }),
  );

  it(
    'keeps the order within one append',
    use(async (store) => {
      const many = Array.from({ length: 300 }, (_, index) => `${index}`);
      await store.append(to('note-1', 0, ...many));
      expect((await store.readAll(logStart, 1000)).map(({ event }) => (event.data as { text: string }).text)).toEqual(
        many,
      );
    }),
  );

  it(
    'tells its listeners of an append until they leave',
    use(async (store) => {
      let heard = 0;
      const leave = store.onAppend(() => {
        heard += 1;
      });
      await store.append(to('note-1', 0, 'a'));
      await store.append(to('note-1', 0, 'b')).catch(() => undefined);
      leave();
      await store.append(to('note-1', 1, 'c'));
      expect(heard).toBe(1);
    }),
  );
};

const transactionTests = (use: Use): void => {
  it(
    'appends within a transaction: all of it or nothing, and says so once',
    use(async (store) => {
      let heard = 0;
      store.onAppend(() => {
        heard += 1;
      });
      const answer = await store.transaction(async (tx) => {
        await store.appendIn(tx, [to('note-1', 0, 'a')]);
        await store.appendIn(tx, [to('note-2', 0, 'x'), to('note-1', 1, 'b')]);
        expect(heard).toBe(0);
        return 'done';
      });
      expect(answer).toBe('done');
      expect(heard).toBe(1);
      expect(await texts(store, 'note-1')).toEqual(['a', 'b']);
      expect(await texts(store, 'note-2')).toEqual(['x']);
    }),
  );

  it(
    'rolls back what a transaction appended before it failed, whatever failed',
    use(async (store) => {
      const failing = store.transaction(async (tx) => {
        await store.appendIn(tx, [to('note-1', 0, 'a')]);
        throw new DomainError('failed_precondition', 'the lease has ended');
      });
      await expect(failing).rejects.toMatchObject({ code: 'failed_precondition' });
      expect((await store.read('note-1')).version).toBe(0);
    }),
  );

  it(
    'refuses a lost race within a transaction',
    use(async (store) => {
      await store.append(to('note-1', 0, 'a'));
      const late = store.transaction((tx) => store.appendIn(tx, [to('note-1', 0, 'b')]));
      await expect(late).rejects.toMatchObject({ code: 'aborted' });
      expect(await texts(store, 'note-1')).toEqual(['a']);
    }),
  );

  it(
    'says nothing of a transaction that appended nothing',
    use(async (store) => {
      let heard = 0;
      store.onAppend(() => {
        heard += 1;
      });
      await store.transaction((tx) => store.appendIn(tx, []));
      expect(heard).toBe(0);
    }),
  );
};

interface Counted {
  readonly type: 'Counted';
  readonly data: { readonly by: number };
}
const counter: Decider<{ readonly by: number }, Counted, number> = {
  initial: 0,
  decide: ({ by }) => (by === 0 ? [] : [{ type: 'Counted', data: { by } }]),
  evolve: (sum, { data }) => sum + data.by,
};

/** Loads, decides, appends: through whatever adapter, and against writers that the handler does not see. */
const commandTests = (use: Use): void => {
  const count = (store: EventStore): CommandHandlerOf<typeof counter> => commandHandler(store, 'count', counter);

  it(
    'decides again after a lost race, on what the other writer left',
    use(async (store) => {
      const [one, other] = [count(store), count(store)];
      await one('c', { by: 1 }, metadata);
      await other('c', { by: 2 }, metadata);
      expect(await one('c', { by: 4 }, metadata)).toMatchObject({ version: 3, state: 7 });
    }),
  );

  it(
    'runs a guard in the transaction of the append, with the state that the command leads to',
    use(async (store) => {
      const [handle, other] = [count(store), count(store)];
      await handle('c', { by: 1 }, metadata);
      const seen: number[] = [];
      await other.guarded('c', { by: 2 }, metadata, async (_tx, { state }) => {
        seen.push(state);
        // A writer that is faster than the first attempt.
        if (seen.length === 1) await handle('c', { by: 10 }, metadata);
      });
      expect(seen).toEqual([3, 13]);
      expect(await other.load('c')).toMatchObject({ version: 3, state: 13 });
    }),
  );

  it(
    'appends nothing where the guard refuses, and does not ask it where nothing changes',
    use(async (store) => {
      const handle = count(store);
      const refuse = (): Promise<never> => Promise.reject(new DomainError('aborted', 'the claim is lost'));
      await expect(handle.guarded('c', { by: 1 }, metadata, refuse)).rejects.toMatchObject({
        message: 'the claim is lost',
      });
      expect((await store.read('count-c')).version).toBe(0);
      expect(await handle.guarded('c', { by: 0 }, metadata, refuse)).toMatchObject({ version: 0, events: [] });
    }),
  );

  it(
    'changes several streams in one append, again after a lost race, and all of them or none',
    use(async (store) => {
      const [handle, other] = [count(store), count(store)];
      let tried = 0;
      const answer = await changeStreams(store, {
        what: 'two counts',
        decide: async () => {
          tried += 1;
          const [left, right] = await Promise.all(['l', 'r'].map((id) => handle.load(id)));
          if (tried === 1) await other('r', { by: 5 }, metadata);
          const add = (id: string, version = 0): StreamAppend => ({
            stream: `count-${id}`,
            expectedVersion: version,
            metadata,
            events: [{ type: 'Counted', data: { by: 1 } }],
          });
          return { appends: [add('l', left?.version), add('r', right?.version)], answer: right?.state };
        },
      });
      expect([tried, answer]).toEqual([2, 5]);
      expect([(await handle.load('l')).state, (await handle.load('r')).state]).toEqual([1, 6]);
    }),
  );

  it(
    'decides on a state that its caller holds, within a transaction',
    use(async (store) => {
      const decided = await store.transaction((tx) =>
        decideIn(
          { store, tx },
          counter,
          { stream: 'count-c', version: 0, state: 40 },
          { command: { by: 2 }, metadata },
        ),
      );
      expect(decided).toMatchObject({ version: 1, state: 42 });
      expect((await store.read('count-c')).version).toBe(1);
    }),
  );
};

/** What every adapter of EventStore must do. `makeStore` answers an empty store for each test. */
export const eventStoreContract = (name: string, makeStore: () => Promise<EventStore>): void => {
  describe(`${name} as an event store`, () => {
    const use: Use = (test) => async () => test(await makeStore());
    describe('streams', () => streamTests(use));
    describe('lost races', () => conflictTests(use));
    describe('many streams', () => manyStreamsTests(use));
    describe('the log', () => logTests(use));
    describe('transactions', () => transactionTests(use));
    describe('commands', () => commandTests(use));
  });
};
