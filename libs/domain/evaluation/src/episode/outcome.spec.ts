import fc from 'fast-check';
import {
  episodeMaxima,
  failedOutcome,
  limitedOutcome,
  readOutcome,
  scoredOutcome,
  type StoredOutcome,
} from './outcome.js';

const episode = { ordinal: 7, itemId: 'q7', slice: 'easy', split: 'dev', run: 1, latencyMs: 1.5 } as const;
const marks = { refused: false, outputChars: 12, touchedScorer: false };
const usage = { confidence: 0.9, tokensIn: 10, tokensOut: 5, costMicros: 3 };
const solved = { solved: true, score: 1, error: null, ...marks };
const roomy = { maxTokens: 100, maxCostMicros: 100 };

describe('scoredOutcome', () => {
  it('keeps what the scorer says within the limits', () => {
    expect(scoredOutcome(episode, usage, solved, roomy)).toEqual({
      ...episode,
      ...usage,
      ...marks,
      solved: true,
      score: 1,
      error: '',
      limitReached: '',
    });
  });

  it('scores an episode over its token limit as not solved and keeps what it used', () => {
    expect(scoredOutcome(episode, usage, solved, { ...roomy, maxTokens: 14 })).toMatchObject({
      solved: false,
      score: 0,
      tokensIn: 10,
      error: '',
      limitReached: 'tokens',
    });
  });

  it('scores an episode over its cost limit as not solved', () => {
    expect(scoredOutcome(episode, usage, solved, { ...roomy, maxCostMicros: 2 })).toMatchObject({
      solved: false,
      costMicros: 3,
      limitReached: 'cost',
    });
  });

  it.each([
    [{ ...usage, confidence: Number.NaN }, solved, 'confidence NaN'],
    [{ ...usage, confidence: 1.01 }, solved, 'confidence 1.01'],
    [{ ...usage, tokensIn: -1 }, solved, 'tokens in -1'],
    [{ ...usage, costMicros: 0.5 }, solved, 'cost 0.5'],
    [{ ...usage, costMicros: 1e15 }, solved, 'cost 1000000000000000 is above 5000000000'],
    [{ ...usage, tokensIn: 1e9 + 1 }, solved, 'tokens in 1000000001 is above 1000000000'],
    [{ ...usage, memoryUtility: Number.POSITIVE_INFINITY }, solved, 'memory utility Infinity'],
    [{ ...usage, confidence: -0.1 }, solved, 'confidence -0.1'],
    [{ ...usage, confidence: Number.POSITIVE_INFINITY }, solved, 'confidence Infinity'],
    [{ ...usage, tokensOut: 1.5 }, solved, 'tokens out 1.5'],
    [usage, { ...solved, score: Number.NaN }, 'score NaN'],
    [usage, { ...solved, score: 1.2 }, 'score 1.2'],
    [
      usage,
      { ...marks, solved: false, score: 0, error: 'output.documents must be an array' },
      'output.documents must be',
    ],
  ])('makes an error of %j', (said, verdict, reason) => {
    const outcome = scoredOutcome(episode, said, verdict, roomy);
    expect(outcome).toMatchObject({ solved: false, score: 0, limitReached: '' });
    expect(outcome.error).toContain(reason);
  });

  it('lets an unreadable answer be paid, and counts nothing where the counts are the nonsense', () => {
    expect(scoredOutcome(episode, { ...usage, confidence: 2 }, solved, roomy)).toMatchObject({
      tokensIn: 10,
      tokensOut: 5,
      costMicros: 3,
    });
    expect(scoredOutcome(episode, { ...usage, tokensOut: -5 }, solved, roomy)).toMatchObject({
      tokensIn: 0,
      tokensOut: 0,
      costMicros: 0,
    });
  });

  it('counts a refusal as not solved, whatever the scorer says', () => {
    expect(scoredOutcome(episode, usage, { ...solved, refused: true }, roomy)).toMatchObject({
      solved: false,
      score: 0,
      refused: true,
      error: '',
      tokensIn: 10,
    });
  });

  it.each([
    ['that failed', { ...usage, confidence: 2 }, roomy],
    ['whose counts are nonsense', { ...usage, tokensIn: -1 }, roomy],
    ['that reached a limit', usage, { ...roomy, maxTokens: 1 }],
  ])('keeps what was seen in the answer of an episode %s', (_, said, limits) => {
    expect(scoredOutcome(episode, said, { ...solved, refused: true, touchedScorer: true }, limits)).toMatchObject({
      ...episode,
      refused: true,
      outputChars: 12,
      touchedScorer: true,
      solved: false,
    });
  });

  it('never lets a number through that a report cannot add up', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.double(), fc.double(), (confidence, score, tokensIn, costMicros) => {
        const outcome = scoredOutcome(
          episode,
          { confidence, tokensIn, tokensOut: 0, costMicros },
          { ...solved, score },
          roomy,
        );
        const numbers = [outcome.score, outcome.confidence ?? 0];
        expect(numbers.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(Number.isSafeInteger(outcome.tokensIn) && Number.isSafeInteger(outcome.costMicros)).toBe(true);
        expect(outcome.solved).toBe(outcome.error === '' && outcome.limitReached === '');
      }),
    );
  });
});

it('lets a million episodes of the largest amounts add up exactly', () => {
  const { tokens, costMicros } = episodeMaxima;
  expect(Number.isSafeInteger(1_000_000 * costMicros) && Number.isSafeInteger(1_000_000 * 2 * tokens)).toBe(true);
});

it('cuts a long reason and never leaves a failure without one', () => {
  expect(failedOutcome(episode, 'x'.repeat(9999)).error).toHaveLength(500);
  expect(failedOutcome(episode, '').error).toBe('unknown');
  expect(failedOutcome(episode, `a\0b${'x'.repeat(496)}😀`).error).toBe(`a b${'x'.repeat(496)}\uFFFD`);
});

it('makes a time limit a scored outcome', () => {
  expect(limitedOutcome(episode, 'time')).toEqual({
    ...episode,
    solved: false,
    score: 0,
    tokensIn: 0,
    tokensOut: 0,
    costMicros: 0,
    refused: false,
    outputChars: 0,
    touchedScorer: false,
    error: '',
    limitReached: 'time',
  });
});

it('reads an episode of an earlier version as the only run on its item', () => {
  const {
    slice: _slice,
    split: _split,
    run: _run,
    refused: _refused,
    outputChars: _chars,
    touchedScorer: _touched,
    ...old
  } = limitedOutcome(episode, 'time');
  const stored: StoredOutcome = old;
  expect(readOutcome(stored)).toEqual({ ...limitedOutcome(episode, 'time'), slice: '', split: '', run: 0 });
  expect(readOutcome(limitedOutcome(episode, 'time'))).toEqual(limitedOutcome(episode, 'time'));
});
