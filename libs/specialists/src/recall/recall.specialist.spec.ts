import { isDomainError, type Configuration } from '@ao/kernel';
import { collect, inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import { score } from '../scoring/score.js';
import type { Session, TaskDocument, TaskItem } from '../specialist.js';
import { webFeatures } from '../task-sets/web-features.source.js';
import { mostQueryWords } from './recall.profile.js';
import { recall } from './recall.specialist.js';

const foundBy = (answer: Awaited<ReturnType<Session['run']>>): readonly string[] =>
  (answer.output as { documents: string[] }).documents;

const solveRate = async (
  configuration: Configuration,
  documents: readonly TaskDocument[],
  items: readonly TaskItem[],
): Promise<number> => {
  const session = await recall.open(configuration, inMemoryKnowledge(documents));
  const answers = await Promise.all(items.map(async ({ input }) => session.run(input)));
  return (
    answers.filter(({ output }, index) => score('recall', output, items[index]?.target ?? null).solved).length /
    items.length
  );
};

describe('recall on web-features', () => {
  let documents: readonly TaskDocument[];
  let items: readonly TaskItem[];
  beforeAll(async () => {
    documents = await collect(webFeatures.documents());
    items = (await collect(webFeatures.items())).slice(0, 200);
  });

  it('has a better configuration to be found', async () => {
    const tuned = { stop_words: true, lead_boost: 2, ngrams: 'word-2', ngram_weight: 0.5, title_boost: 2 };
    expect(await solveRate(tuned, documents, items)).toBeGreaterThan((await solveRate({}, documents, items)) + 0.1);
  });

  it.each<[Configuration]>([
    [{ ngrams: 'char-4', fuzziness: '0.2', prefix: true }],
    [{ ngrams: 'char-5', common_term_share: 0.1, combine_with: 'and-then-or' }],
    [{ stemming: true, split_identifiers: true, minimum_term_length: 3, k: 4, b: 1, d: 0 }],
  ])('%j answers, repeatably, with a probability', async (configuration) => {
    const [one, other] = [
      await recall.open(configuration, inMemoryKnowledge(documents)),
      await recall.open(configuration, inMemoryKnowledge(documents)),
    ];
    for (const { input } of items.slice(0, 10)) {
      const answer = await one.run(input);
      expect(await other.run(input)).toEqual(answer);
      expect(answer.confidence).toBeGreaterThanOrEqual(0);
      expect(answer.confidence).toBeLessThanOrEqual(1);
    }
  });

  it('keeps within the tokens that its profile promises, however long the query', async () => {
    const session = await recall.open({ ngrams: 'char-4' }, inMemoryKnowledge(documents));
    const { tokensIn, tokensOut } = await session.run({ query: 'element '.repeat(5000) });
    expect(tokensIn).toBe(mostQueryWords);
    expect(tokensIn + tokensOut).toBeLessThanOrEqual(recall.profile.maxTokensPerEpisode);
  });
});

/** Every help switched off. */
const off: Configuration = {
  stop_word_weight: 1,
  stemming: false,
  split_identifiers: false,
  fold_accents: false,
  ngrams: 'none',
};

describe('recall on a small corpus', () => {
  const documents: readonly TaskDocument[] = [
    { id: 'cat', title: 'Cats', text: 'Cats purr when they are content. camelCase' },
    { id: 'dog', title: 'Dogs', text: 'Dogs bark at cats and at strangers.' },
    { id: 'fish', title: 'Fish', text: 'Fish swim and are silent.' },
  ];
  const ask = async (configuration: Configuration, query: string): Promise<readonly string[]> =>
    foundBy(await (await recall.open(configuration, inMemoryKnowledge(documents))).run({ query }));

  it('says nothing, with no confidence, when nothing matches', async () => {
    const session = await recall.open({}, inMemoryKnowledge(documents));
    expect(await session.run({ query: 'zebra' })).toMatchObject({
      output: { documents: [] },
      confidence: 0,
      tokensOut: 0,
    });
  });

  it('is more confident of a clear winner than of a near tie', async () => {
    const session = await recall.open({}, inMemoryKnowledge(documents));
    const clear = await session.run({ query: 'silent fish' });
    const close = await session.run({ query: 'are and' });
    expect(clear.confidence).toBeGreaterThan(close.confidence ?? 1);
  });

  it.each<[Configuration, string, { readonly before: readonly string[]; readonly after: readonly string[] }]>([
    [{ stemming: true }, 'barking', { before: [], after: ['dog'] }],
    [{ fold_accents: true }, 'pürr', { before: [], after: ['cat'] }],
    [{ prefix: true }, 'stran', { before: [], after: ['dog'] }],
    [{ fuzziness: '0.2' }, 'strangars', { before: [], after: ['dog'] }],
    [{ split_identifiers: true }, 'camel', { before: [], after: ['cat'] }],
    [{ ngrams: 'char-4' }, 'strange', { before: [], after: ['dog'] }],
    [
      { stop_word_weight: 0.1 },
      'are purr silent and',
      { before: ['fish', 'cat', 'dog'], after: ['fish', 'cat', 'dog'] },
    ],
    [{ stop_words: true }, 'and', { before: ['fish', 'dog'], after: [] }],
    [{ minimum_term_length: 3 }, 'at', { before: ['dog'], after: [] }],
    [{ common_term_share: 0.5 }, 'cats', { before: ['cat', 'dog'], after: [] }],
    [{ combine_with: 'and-then-or' }, 'dogs cats', { before: ['dog', 'cat'], after: ['dog'] }],
    [{ lead_boost: 3 }, 'purr a b c d e f g h silent', { before: ['fish', 'cat'], after: ['cat', 'fish'] }],
  ])('%j does what it says to "%s"', async (configuration, query, { before, after }) => {
    expect(await ask(off, query)).toEqual(before);
    expect(await ask({ ...off, ...configuration }, query)).toEqual(after);
  });

  it.each([['a text'], [{}], [{ query: '' }], [{ query: 7 }], [null]])('refuses the input %j', async (input) => {
    const session = await recall.open({}, inMemoryKnowledge(documents));
    expect(() => session.run(input)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('refuses a configuration outside its space', async () => {
    const refused = await recall.open({ b: 2 }, inMemoryKnowledge(documents)).catch((error: unknown) => error);
    expect(isDomainError(refused, 'invalid_argument')).toBe(true);
  });
});
