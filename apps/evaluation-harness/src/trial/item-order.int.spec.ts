import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreMigrations } from '@ao/event-store';
import { migrate, packageDirectory } from '@ao/postgres';
import { testPostgres } from '@ao/postgres/testing';
import fc from 'fast-check';
import { schema } from '../database.js';
import { registerEchoSet } from '../testing/fixture.js';
import { harnessSuite } from '../testing/suite.js';
import { findTaskSet } from '../task-set/task-set.store.js';
import { ensureOrder, itemsAt, type ItemOrder } from './item-order.store.js';

const suite = harnessSuite(testPostgres);

const everything = ['train', 'dev', 'holdout'] as const;

const contentOf = async (items: number): Promise<number> => {
  const { name, hash } = await registerEchoSet(suite.database, items);
  return (await findTaskSet(suite.database.sql, `${name}@${hash}`)).contentId;
};

const ordered = async (order: ItemOrder): Promise<readonly string[]> => {
  const count = await ensureOrder(suite.database.sql, order);
  return (await itemsAt(suite.database.sql, order, 0, count)).map(({ itemId }) => itemId);
};

const numbers = (itemIds: readonly string[]): readonly number[] =>
  itemIds.map((itemId) => Number(itemId.slice('item-'.length)));

// Recorded before orders had a reserve.
const golden = { 7: [5, 11, 12, 8, 6, 4, 2, 3, 9, 10, 1, 7], 8: [8, 12, 5, 3, 6, 2, 11, 1, 4, 10, 7, 9] };

it('orders by the seed alone where nothing is reserved: the order of every trial there ever was', async () => {
  const contentId = await contentOf(12);
  const order = async (orderSeed: number) =>
    numbers(await ordered({ contentId, splits: everything, orderSeed, reservedItems: 0 }));
  expect(await order(7)).toEqual(golden[7]);
  expect(await order(8)).toEqual(golden[8]);
});

it('puts the reserve last, and leaves the seed its order within the reserve and before it', async () => {
  const contentId = await contentOf(12);
  const order = async (reservedItems: number) =>
    numbers(await ordered({ contentId, splits: everything, orderSeed: 7, reservedItems }));
  // By the SHA-256 of "confirmation:<item id>" the items are 11, 10, 4, 5, 7, 3, 1, 2, 8, 9, 6, 12.
  expect(await order(3)).toEqual([5, 12, 8, 6, 2, 3, 9, 1, 7, 11, 4, 10]);
  expect(await order(12)).toEqual(golden[7]);
  expect(await order(1_000)).toEqual(golden[7]);
});

it('reserves the same items whatever the seed, and of a larger reserve the smaller is a part', async () => {
  const contentId = await contentOf(60);
  const seed = fc.maxSafeInteger();
  const reserve = fc.integer({ min: 0, max: 60 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(everything, ['holdout'] as const),
      fc.tuple(seed, seed),
      fc.tuple(reserve, reserve),
      async (splits, [orderSeed, otherSeed], sizes) => {
        const [smaller, larger] = [Math.min(...sizes), Math.max(...sizes)];
        const order = (reservedItems: number, by = orderSeed) =>
          ordered({ contentId, splits, orderSeed: by, reservedItems });
        const plain = await order(0);
        const lastOf = async (reservedItems: number, by?: number): Promise<ReadonlySet<string>> =>
          new Set(reservedItems === 0 ? [] : (await order(reservedItems, by)).slice(-reservedItems));
        const [reserved, wide] = [await lastOf(smaller), await lastOf(larger)];

        expect(await lastOf(smaller, otherSeed)).toEqual(reserved);
        expect(reserved.size).toBe(Math.min(smaller, plain.length));
        expect([...reserved].filter((itemId) => !wide.has(itemId))).toEqual([]);
        expect(await order(smaller)).toEqual([
          ...plain.filter((itemId) => !reserved.has(itemId)),
          ...plain.filter((itemId) => reserved.has(itemId)),
        ]);
      },
    ),
    { numRuns: 40 },
  );
});

it('keeps orders with and without a reserve apart, and reads one from any place', async () => {
  const { sql } = suite.database;
  const order: ItemOrder = { contentId: await contentOf(60), splits: ['holdout'], orderSeed: 7, reservedItems: 5 };
  const [reserved, plain] = [await ordered(order), await ordered({ ...order, reservedItems: 0 })];
  expect(reserved).not.toEqual(plain);
  expect((await itemsAt(sql, order, reserved.length - 5, 5)).map(({ itemId }) => itemId)).toEqual(reserved.slice(-5));
  await sql`delete from evaluation.item_orders`;
  expect((await itemsAt(sql, order, 2, 3)).map(({ itemId }) => itemId)).toEqual(reserved.slice(2, 5));
});

it('takes orders over that were made before there was a reserve', async () => {
  const { sql } = suite.database;
  const migrations = join(packageDirectory(__dirname), 'migrations');
  const before = await mkdtemp(join(tmpdir(), 'migrations-'));
  try {
    await cp(migrations, before, { recursive: true, filter: (path) => !/000[3-9]/.test(path) });
    await sql.unsafe(`drop schema ${schema} cascade`);
    await migrate({ sql, schema, origins: [eventStoreMigrations, { name: 'service', directory: before }] });
  } finally {
    await rm(before, { recursive: true });
  }
  await sql`insert into evaluation.item_orders (content_id, splits, order_seed, ordinals) values (1, 'holdout', 7, '{3,1,2}')`;
  await migrate({ sql, schema, origins: [eventStoreMigrations, { name: 'service', directory: migrations }] });
  expect(await ensureOrder(sql, { contentId: 1, splits: ['holdout'], orderSeed: 7, reservedItems: 0 })).toBe(3);
  expect(await ensureOrder(sql, { contentId: 1, splits: ['holdout'], orderSeed: 7, reservedItems: 1 })).toBe(0);
});
