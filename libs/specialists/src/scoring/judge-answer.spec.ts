import { canonicalJson, type Json, type Role } from '@ao/kernel';
import fc from 'fast-check';
import { judgeAnswer, longestOutput } from './judge-answer.js';
import { score } from './score.js';

const mail = { input: { text: 'hello' }, target: { label: 'ham' } };
const deep = (levels: number): Json => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`) as Json;

it('scores an answer by the rules of its role, and counts its characters', () => {
  expect(judgeAnswer('validation', { output: { label: 'ham' } }, mail)).toEqual({
    solved: true,
    score: 1,
    error: null,
    refused: false,
    outputChars: 15,
    touchedScorer: false,
  });
  expect(judgeAnswer('validation', { output: { label: 'ham', score: 1 } }, mail)).toMatchObject({
    solved: true,
    touchedScorer: true,
    outputChars: 25,
  });
  expect(judgeAnswer('validation', { output: { text: 'ham' } }, mail)).toMatchObject({
    solved: false,
    error: expect.stringContaining('output.label'),
    refused: false,
  });
});

it.each<[Role, Json]>([
  ['recall', null],
  ['recall', {}],
  ['validation', []],
  ['tooling', ''],
  ['chat', ' \n '],
])('takes an empty %s answer %j as a refusal, not as an error', (role, output) => {
  const target: Json = role === 'recall' ? { documents: ['a'] } : { label: 'x' };
  expect(judgeAnswer(role, { output }, { input: 'x', target })).toMatchObject({
    solved: false,
    score: 0,
    error: null,
    refused: true,
  });
});

it.each<Json>([[], {}, ''])('takes the empty answer %j as an answer where it is the right one', (nothing) => {
  expect(judgeAnswer('tooling', { output: nothing }, { input: 'x', target: nothing })).toMatchObject({
    solved: true,
    score: 1,
    refused: false,
  });
});

it('does not score what the agent declines, whatever stands in it', () => {
  expect(judgeAnswer('validation', { output: { label: 'ham' }, refused: true }, mail)).toMatchObject({
    solved: false,
    score: 0,
    error: null,
    refused: true,
    outputChars: 15,
  });
});

it.each<[string, Json, string]>([
  ['NaN', { label: 'ham', odds: [1, Number.NaN] }, 'output.odds[1] is NaN'],
  ['an infinite number', Number.NEGATIVE_INFINITY, 'output is -Infinity'],
  ['a nest without end', deep(10_000), 'nested deeper than 64 levels'],
  ['a million characters', { label: 'x'.repeat(longestOutput) }, `output has ${longestOutput + 12} characters`],
])('refuses to read %s', (_, output, reason) => {
  expect(judgeAnswer('validation', { output }, mail)).toMatchObject({
    solved: false,
    score: 0,
    error: expect.stringContaining(reason),
  });
});

it('agrees with the scorer on everything else', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue({ maxDepth: 2 }), (output, target) => {
      const judged = judgeAnswer('tooling', { output: output as Json }, { input: 1, target: target as Json });
      expect(judged).toMatchObject(
        judged.refused ? { solved: false, score: 0 } : score('tooling', output as Json, target as Json),
      );
      expect(judged.outputChars).toBe(output === null ? 0 : canonicalJson(output).length);
    }),
  );
});
