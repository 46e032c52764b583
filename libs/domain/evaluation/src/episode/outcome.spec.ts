import fc from 'fast-check';
import { failedOutcome, limitedOutcome, scoredOutcome } from './outcome.js';

const episode = { ordinal: 7, itemId: 'q7', latencyMs: 1.5 };
const usage = { confidence: 0.9, tokensIn: 10, tokensOut: 5, costMicros: 3 };
const solved = { solved: true, score: 1, error: null };
const roomy = { maxTokens: 100, maxCostMicros: 100 };

describe('scoredOutcome', () => {
  it('keeps what the scorer says within the limits', () => {
    expect(scoredOutcome(episode, usage, solved, roomy)).toEqual({ ...episode, ...usage, solved: true, score: 1, error: '', limitReached: '' });
  });

  it('scores an episode over its token limit as not solved and keeps what it used', () => {
    expect(scoredOutcome(episode, usage, solved, { ...roomy, maxTokens: 14 })).toMatchObject({ solved: false, score: 0, tokensIn: 10, error: '', limitReached: 'tokens' });
  });

  it('scores an episode over its cost limit as not solved', () => {
    expect(scoredOutcome(episode, usage, solved, { ...roomy, maxCostMicros: 2 })).toMatchObject({ solved: false, costMicros: 3, limitReached: 'cost' });
  });

  it.each([
    [{ ...usage, confidence: Number.NaN }, solved, 'confidence NaN'],
    [{ ...usage, confidence: 1.01 }, solved, 'confidence 1.01'],
    [{ ...usage, tokensIn: -1 }, solved, 'tokens in -1'],
    [{ ...usage, costMicros: 0.5 }, solved, 'cost 0.5'],
    [{ ...usage, memoryUtility: Number.POSITIVE_INFINITY }, solved, 'memory utility Infinity'],
    [usage, { ...solved, score: Number.NaN }, 'score NaN'],
    [usage, { solved: false, score: 0, error: 'output.documents must be an array' }, 'output.documents must be'],
  ])('makes an error of %j', (said, verdict, reason) => {
    const outcome = scoredOutcome(episode, said, verdict, roomy);
    expect(outcome).toMatchObject({ solved: false, score: 0, limitReached: '' });
    expect(outcome.error).toContain(reason);
  });

  it('lets an unreadable answer be paid, and counts nothing where the counts are the nonsense', () => {
    expect(scoredOutcome(episode, { ...usage, confidence: 2 }, solved, roomy)).toMatchObject({ tokensIn: 10, tokensOut: 5, costMicros: 3 });
    expect(scoredOutcome(episode, { ...usage, tokensOut: -5 }, solved, roomy)).toMatchObject({ tokensIn: 0, tokensOut: 0, costMicros: 0 });
  });

  it('never lets a number through that a report cannot add up', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.double(), fc.double(), (confidence, score, tokensIn, costMicros) => {
        const outcome = scoredOutcome(episode, { confidence, tokensIn, tokensOut: 0, costMicros }, { solved: true, score, error: null }, roomy);
        const numbers = [outcome.score, outcome.confidence ?? 0];
        expect(numbers.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(Number.isSafeInteger(outcome.tokensIn) && Number.isSafeInteger(outcome.costMicros)).toBe(true);
        expect(outcome.solved).toBe(outcome.error === '' && outcome.limitReached === '');
      }),
    );
  });
});

it('cuts a long reason and never leaves a failure without one', () => {
  expect(failedOutcome(episode, 'x'.repeat(9999)).error).toHaveLength(500);
  expect(failedOutcome(episode, '').error).toBe('unknown');
  expect(failedOutcome(episode, `a\0b${'x'.repeat(496)}😀`).error).toBe(`a b${'x'.repeat(496)}\uFFFD`);
});

it('makes a time limit a scored outcome', () => {
  expect(limitedOutcome(episode, 'time')).toEqual({ ...episode, solved: false, score: 0, tokensIn: 0, tokensOut: 0, costMicros: 0, error: '', limitReached: 'time' });
});
