import type { Configuration } from '@ao/kernel';
import { collect, inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import type { Knowledge, TaskItem } from '../specialist.js';
import { spamAssassin } from '../task-sets/spam-assassin.source.js';
import { mailGuard } from './mail-guard.specialist.js';

const labelled = (label: string, ...texts: string[]): readonly TaskItem[] =>
  texts.map((text, index) => ({ id: `${label}-${index}`, input: { text }, target: { label } }));
const labelOf = ({ target }: TaskItem): string => (target as { label: string }).label;

interface Measured {
  readonly accuracy: number;
  /** Mean squared error of the stated confidence. */
  readonly brier: number;
}

const measure = async (
  configuration: Configuration,
  knowledge: Knowledge,
  items: readonly TaskItem[],
): Promise<Measured> => {
  const session = await mailGuard.open(configuration, knowledge);
  let [right, error] = [0, 0];
  for (const item of items) {
    const { output, confidence } = await session.run(item.input);
    const solved = (output as { label: string }).label === labelOf(item) ? 1 : 0;
    right += solved;
    error += ((confidence ?? 0) - solved) ** 2;
  }
  return { accuracy: right / items.length, brier: error / items.length };
};

/** Multinomial naive Bayes on counts of words, as a textbook has it. */
const textbookBayes: Configuration = {
  model: 'multinomial-nb',
  term_weight: 'count',
  word_ngrams: 1,
  character_ngrams: 'none',
};

describe('mail-guard on spam-assassin', () => {
  let train: readonly TaskItem[];
  let test: readonly TaskItem[];
  let knowledge: Knowledge;
  beforeAll(async () => {
    const items = await collect(spamAssassin.items());
    train = items.filter((_, index) => index % 10 < 3);
    test = items.filter((_, index) => index % 10 === 5);
    knowledge = inMemoryKnowledge([], train);
  });

  it('is right with its defaults, honest about how sure it is, and better than the textbook', async () => {
    expect(train.length).toBeGreaterThan(1700);
    const usual = await measure({}, knowledge, test);
    const textbook = await measure({ ...textbookBayes, see_through: false, read_passages: false }, knowledge, test);
    expect(usual.accuracy).toBeGreaterThan(0.97);
    expect(usual.brier).toBeLessThan(0.02);
    expect(textbook.accuracy).toBeGreaterThan(0.95);
    expect(textbook.accuracy).toBeLessThanOrEqual(usual.accuracy);
  });

  it.each<[Configuration]>([
    [{ model: 'complement-nb', subject: 'mark', word_ngrams: 2 }],
    [{ model: 'logistic', character_ngrams: 'none', hash_bits: 14 }],
    [{ ...textbookBayes, term_weight: 'binary' }],
    [
      {
        strip_markup: false,
        stop_words: true,
        fold_case: false,
        term_weight: 'binary',
        subject: 'ignore',
        word_limit: 100,
      },
    ],
  ])('%j works', async (configuration) => {
    expect((await measure(configuration, knowledge, test)).accuracy).toBeGreaterThan(0.88);
  });

  it('takes a configuration of its first version, written before it knew more', async () => {
    const before: Configuration = {
      model: 'logistic',
      smoothing: 0.01,
      threshold: 0.5,
      term_weight: 'log',
      subject: 'mix',
      word_ngrams: 1,
      character_ngrams: 'none',
      minimum_word_length: 2,
      stop_words: false,
      fold_case: true,
      strip_markup: true,
      mark_style: true,
      word_limit: 2000,
      hash_bits: 20,
    };
    expect((await measure(before, knowledge, test)).accuracy).toBeGreaterThan(0.95);
  });
});

describe('mail-guard on any labels', () => {
  const knowledge = inMemoryKnowledge(
    [],
    [
      ...labelled('greeting', 'hello there', 'good morning', 'hi and hello'),
      ...labelled('farewell', 'goodbye now', 'see you later', 'bye and farewell'),
      ...labelled('order', 'one pizza please', 'bring two pizzas'),
    ],
  );

  it.each([
    ['hello', 'greeting'],
    ['goodbye', 'farewell'],
    ['pizza', 'order'],
  ])('%s is a %s, with the probabilities of all labels summing to one', async (text, label) => {
    for (const model of ['multinomial-nb', 'complement-nb', 'logistic', 'linear-svm']) {
      const session = await mailGuard.open({ model }, knowledge);
      const { output, confidence, tokensIn } = await session.run({ text });
      expect({ model, output, tokensIn }).toEqual({ model, output: { label }, tokensIn: 1 });
      expect(confidence).toBeGreaterThan(1 / 3);
      expect(confidence).toBeLessThan(1);
    }
  });

  it('gives the rarest label only from its threshold on', async () => {
    const [eager, shy] = [
      await mailGuard.open({ threshold: 0.1 }, knowledge),
      await mailGuard.open({ threshold: 0.9 }, knowledge),
    ];
    expect((await eager.run({ text: 'hello pizza' })).output).toEqual({ label: 'order' });
    expect((await shy.run({ text: 'pizza' })).output).not.toEqual({ label: 'order' });
  });

  it('computes the textbook probability', async () => {
    const tiny = inMemoryKnowledge([], [...labelled('a', 'x1 x1 y1'), ...labelled('b', 'y1 z1')]);
    const { confidence } = await (await mailGuard.open(textbookBayes, tiny)).run({ text: 'x1 y1' });
    const [a, b] = [(3 / 6) * (2 / 6), (1 / 5) * (2 / 5)];
    expect(confidence).toBeCloseTo(a / (a + b), 6);
  });

  it('keeps within the tokens that its profile promises, however long the mail', async () => {
    const session = await mailGuard.open({ subject: 'mark', mark_style: true }, knowledge);
    const { tokensIn, tokensOut } = await session.run({
      subject: 'hello '.repeat(1000),
      text: 'good pizza '.repeat(5000),
    });
    expect(tokensIn).toBeGreaterThan(2000);
    expect(tokensIn + tokensOut).toBeLessThanOrEqual(mailGuard.profile.maxTokensPerEpisode);
  });

  it.each<[Configuration, number]>([
    [{}, 7],
    [{ stop_words: true, minimum_word_length: 4, word_ngrams: 3, mark_style: true }, 7],
    [{ subject: 'mark' }, 7],
    [{ subject: 'ignore' }, 5],
  ])('%j reads %i words, whatever features it makes of them', async (configuration, words) => {
    const session = await mailGuard.open(configuration, knowledge);
    expect((await session.run({ subject: 'your order', text: 'it is a fine pizza' })).tokensIn).toBe(words);
  });

  it.each<[string, readonly TaskItem[], string]>([
    ['nothing', [], 'failed_precondition'],
    ['one label', labelled('a', 'x1', 'y1'), 'failed_precondition'],
    ['an item without a label', [{ id: '1', input: { text: 'x' }, target: {} }], 'invalid_argument'],
    ['an item without a text', [{ id: '1', input: {}, target: { label: 'a' } }], 'invalid_argument'],
  ])('refuses to learn from %s, every time', async (_, items, code) => {
    const poor = inMemoryKnowledge([], items);
    await expect(mailGuard.open({}, poor)).rejects.toMatchObject({ code });
    await expect(mailGuard.open({}, poor)).rejects.toMatchObject({ code });
  });

  it.each([['a text'], [{}], [{ text: '' }], [null]])('refuses the input %j', async (input) => {
    const session = await mailGuard.open({}, knowledge);
    expect(() => session.run(input)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
