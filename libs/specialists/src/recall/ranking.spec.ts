import fc from 'fast-check';
import { inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import { settingsOf } from '../settings/settings.js';
import type { TaskDocument } from '../specialist.js';
import { corpusOf } from './corpus.js';
import { recallProfile } from './recall.profile.js';
import { searchIndexOf } from './search-index.js';
import { editDistance } from './similar-terms.js';

const plain = { stemming: false, split_identifiers: false, ngrams: 'none' };
const words = ['apple', 'pear', 'plum', 'fig', 'quince'];
const texts = fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 8,
});

/** BM25 as a textbook says it, term by term over all documents. */
const textbook = (
  documents: readonly (readonly string[])[],
  query: readonly string[],
  { k, b, d }: { k: number; b: number; d: number },
): readonly number[] => {
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  return documents.map((document) =>
    query.reduce((score, word) => {
      const tf = document.filter((each) => each === word).length;
      if (tf === 0) return score;
      const holding = documents.filter((each) => each.includes(word)).length;
      const idf = Math.log(1 + (documents.length - holding + 0.5) / (holding + 0.5));
      return score + idf * (d + (tf * (k + 1)) / (tf + k * (1 - b + (b * document.length) / mean)));
    }, 0),
  );
};

it('scores as the textbook does, whatever the parameters', async () => {
  const parameters = fc.record({
    k: fc.double({ min: 0.1, max: 4, noNaN: true }),
    b: fc.double({ min: 0, max: 1, noNaN: true }),
    d: fc.double({ min: 0, max: 1.5, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      texts,
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }),
      parameters,
      async (corpus, query, how) => {
        const documents: TaskDocument[] = corpus.map((text, index) => ({
          id: `${index}`,
          title: '',
          text: text.join(' '),
        }));
        const settings = settingsOf(recallProfile, { ...plain, ...how });
        const index = searchIndexOf(settings, await corpusOf(settings, inMemoryKnowledge(documents)));
        const wanted = textbook(corpus, query, how);
        const hits = index.search(query.join(' '), 10);
        expect(hits).toHaveLength(wanted.filter((score) => score > 0).length);
        for (const { id, score } of hits) expect(score).toBeCloseTo(wanted[Number(id)] ?? -1, 4);
      },
    ),
    { numRuns: 50 },
  );
});

it('counts a title as so many matches in the text', async () => {
  const documents = [
    { id: 'title', title: 'fig', text: 'pear pear' },
    { id: 'text', title: 'pear', text: 'fig pear' },
  ];
  const first = async (title_boost: number): Promise<string | undefined> => {
    const settings = settingsOf(recallProfile, { ...plain, title_boost });
    return searchIndexOf(settings, await corpusOf(settings, inMemoryKnowledge(documents))).search('fig', 1)[0]?.id;
  };
  expect([await first(4), await first(0.25)]).toEqual(['title', 'text']);
});

it('tells an edit distance, and no more than was asked', () => {
  expect(editDistance('kitten', 'sitting', 3)).toBe(3);
  expect(editDistance('kitten', 'sitting', 2)).toBe(3);
  expect(editDistance('same', 'same', 1)).toBe(0);
  fc.assert(
    fc.property(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), (one, other) => {
      expect(editDistance(one, other, 6)).toBe(editDistance(other, one, 6));
    }),
  );
});
