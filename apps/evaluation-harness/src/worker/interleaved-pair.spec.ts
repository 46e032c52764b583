import fc from 'fast-check';
import pLimit from 'p-limit';
import { InterleavedPair, pairsOf } from './interleaved-pair.js';

const ordinals = fc.uniqueArray(fc.nat(30), { maxLength: 20 });

/** Runs both halves of a pair; answers the tasks in the order in which they began, such as "a3". */
const played = async (one: readonly number[], other: readonly number[], width: number): Promise<readonly string[]> => {
  const pair = new InterleavedPair(['a', 'b'], (ordinal) => (ordinal % 2 === 0 ? 0 : 1));
  const [log, limit] = [[] as string[], pLimit(width)];
  const half = async (id: string, mine: readonly number[]): Promise<void> => {
    pair.join(id, mine);
    const task = (ordinal: number) => async (): Promise<void> => {
      log.push(`${id}${ordinal}`);
      await Promise.resolve();
    };
    await Promise.all(mine.map((ordinal) => pair.run(id, ordinal, { task: task(ordinal), limit })));
    pair.leave(id);
  };
  await Promise.all([half('a', one), half('b', other)]);
  return log;
};

it('runs everything once, whatever each half has to run', () =>
  fc.assert(
    fc.asyncProperty(ordinals, ordinals, fc.integer({ min: 1, max: 8 }), async (one, other, width) => {
      const all = [...one.map((each) => `a${each}`), ...other.map((each) => `b${each}`)];
      expect([...(await played(one, other, width))].sort()).toEqual(all.sort());
    }),
  ));

it('runs an ordinal of both halves one right after the other, first the one that was drawn', () =>
  fc.assert(
    fc.asyncProperty(ordinals, ordinals, async (one, other) => {
      const log = await played(one, other, 1);
      for (const ordinal of one.filter((each) => other.includes(each))) {
        const [first, second] = ordinal % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
        expect(log[log.indexOf(`${first}${ordinal}`) + 1]).toBe(`${second}${ordinal}`);
      }
    }),
  ));

it('goes on without a half that ends before it begins', async () => {
  const pair = new InterleavedPair(['a', 'b'], () => 0);
  pair.join('a', [1, 2]);
  let ran = 0;
  const running = [1, 2].map((ordinal) =>
    pair.run('a', ordinal, { task: async () => void (ran += 1), limit: pLimit(1) }),
  );
  await Promise.resolve();
  expect(ran).toBe(0);
  pair.leave('b');
  await Promise.all(running);
  expect(ran).toBe(2);
});

it('finds the halves of a pair among claims, and nobody else', () => {
  const claim = (sliceId: string, pair: string | null, ordinalFrom: number, stage: 'open' | 'recorded' = 'open') => ({
    sliceId,
    pair,
    ordinalFrom,
    stage,
  });
  const pairs = pairsOf([
    claim('a1', 'p', 0),
    claim('b1', 'p', 0),
    claim('a2', 'p', 50),
    claim('b2', 'p', 50, 'recorded'),
    claim('c', null, 0),
    claim('d', null, 0),
  ]);
  expect([...pairs.keys()].sort()).toEqual(['a1', 'b1']);
  expect(pairs.get('a1')).toBe(pairs.get('b1'));
});
