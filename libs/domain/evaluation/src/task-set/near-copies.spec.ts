import fc from 'fast-check';
import { inputKey, wordsOf } from './normalised.js';
import { mostCompared, NearCopyFinder } from './near-copies.js';

const words = (text: string): readonly string[] => wordsOf(text);
const found = (...items: readonly (readonly [group: string, text: string])[]) => {
  const finder = new NearCopyFinder('holdout');
  for (const [group, text] of items) finder.add(inputKey(text), group, words(text));
  return finder.result();
};
const long = Array.from({ length: 60 }, (_, at) => `word${at}`).join(' ');

it('finds what differs in a word at its end, and not what differs throughout', () => {
  expect(found(['train', long], ['holdout', `${long} more`])).toEqual({ items: 1, across: 1, compared: 2 });
  const other = Array.from({ length: 60 }, (_, at) => `other${at}`).join(' ');
  expect(found(['train', long], ['holdout', other])).toMatchObject({ items: 0, across: 0 });
});

it('counts the holdout items, whichever came first', () => {
  expect(found(['holdout', long], ['dev', `${long} more`], ['dev', `${long} again`])).toMatchObject({
    items: 2,
    across: 1,
  });
  expect(found(['train', long], ['dev', `${long} more`])).toMatchObject({ items: 1, across: 0 });
});

it('does not count copies: they are counted elsewhere', () => {
  expect(found(['train', long], ['holdout', ` ${long.toUpperCase()}  `])).toMatchObject({ items: 0, across: 0 });
});

it('agrees with the exact similarity of random texts, but for those near the threshold', () => {
  const vocabulary = fc.constantFrom(...'abcdefgh'.split(''));
  const shingles = (list: readonly string[]): Set<string> =>
    new Set(Array.from({ length: Math.max(1, list.length - 2) }, (_, at) => list.slice(at, at + 3).join(' ')));
  fc.assert(
    fc.property(fc.array(vocabulary, { minLength: 30, maxLength: 60 }), fc.nat(), fc.nat(3), (text, seed, changes) => {
      const changed = text.map((word, at) => ((at * 7 + seed) % 40 < changes ? 'z' : word));
      const [one, other] = [shingles(text), shingles(changed)];
      const both = [...one].filter((each) => other.has(each)).length;
      const jaccard = both / (one.size + other.size - both);
      if (jaccard === 1 || Math.abs(jaccard - 0.8) < 0.19) return;
      expect(found(['train', text.join(' ')], ['dev', changed.join(' ')]).items).toBe(jaccard > 0.8 ? 1 : 0);
    }),
    { seed: 4 },
  );
});

it('compares so many items, and no more', () => {
  const finder = new NearCopyFinder('holdout');
  for (let at = 0; at < mostCompared + 5; at += 1) finder.add(`${at}`, 'train', [`${at}`]);
  expect(finder.result().compared).toBe(mostCompared);
});

it('takes inputs as copies whatever their case, white space and Unicode form', () => {
  const texts = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(texts, (text) => {
      expect(inputKey({ text: `  ${text.normalize('NFD')}\n` })).toBe(inputKey({ text: text.normalize('NFC') }));
    }),
  );
  expect(inputKey({ b: 'Ab', a: 1 })).toBe('{"a":1,"b":"ab"}');
  expect(inputKey({ a: 1 })).not.toBe(inputKey({ A: 1 }));
});
