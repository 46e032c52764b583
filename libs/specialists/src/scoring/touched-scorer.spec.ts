import type { Json, Role } from '@ao/kernel';
import { roles } from '@ao/kernel';
import fc from 'fast-check';
import { mailGuard } from '../mail-guard/mail-guard.specialist.js';
import { recall } from '../recall/recall.specialist.js';
import { touchesScorer } from './touched-scorer.js';

const item = { input: { text: 'hello' }, target: { label: 'ham' } };
const free = roles.filter((role) => role !== 'recall' && role !== 'validation');

it.each<[Role, Json]>([
  ['validation', { label: 'spam', solved: true }],
  ['validation', { label: 'spam', isCorrect: true }],
  ['validation', { label: 'spam', 'Is-Correct': 1 }],
  ['validation', { label: 'spam', target: { label: 'spam' } }],
  ['validation', { label: 'spam', notes: [{ deep: { verdict: 'pass' } }] }],
  ['recall', { documents: ['a'], reward: 1 }],
  ['recall', { documents: ['a'], ｓｃｏｒｅ: 1 }],
  ['tooling', { answer: 1, ground_truth: 2 }],
  ['chat', [[{ expectedOutput: 'x' }]]],
  ['planner', JSON.parse('{"steps":[],"__proto__":{"solved":true}}') as Json],
  ['validation', JSON.parse('{"label":"ham","__proto__":1}') as Json],
])('sees that a %s answer %j speaks to its scorer', (role, output) => {
  expect(touchesScorer(role, output, item)).toBe(true);
});

it.each<[Role, Json]>([
  ['validation', { label: 'score' }],
  ['validation', { label: 'ham', because: 'the score is solved', probability: 0.9, confidence: 1 }],
  ['recall', { documents: ['target', 'reward'] }],
  ['tooling', { action: 'move', target: 'door', expected: 3, grade: 'a' }],
  ['chat', 'solved: true, score: 1'],
  ['chat', null],
  ['tooling', [1, true, 'solved']],
])('lets a %s answer %j be', (role, output) => {
  expect(touchesScorer(role, output, item)).toBe(false);
});

it('lets an answer of free shape name what its item names, and no other role', () => {
  const match = { input: { game: { final_score: '?' } }, target: { score: [2, 1] } };
  for (const role of free) {
    expect(touchesScorer(role, { score: [2, 1], final_score: '2:1' }, match)).toBe(false);
    expect(touchesScorer(role, { score: [2, 1], reward: 1 }, match)).toBe(true);
  }
  expect(touchesScorer('validation', { label: 'x', score: 1 }, match)).toBe(true);
});

it('never objects to an answer that equals the target', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...free),
      fc.jsonValue(),
      (role, target) => !touchesScorer(role, target as Json, { input: 'x', target: target as Json }),
    ),
  );
});

it('never objects to the shape that a role asks for', () => {
  fc.assert(fc.property(fc.array(fc.string()), (documents) => !touchesScorer('recall', { documents }, item)));
  fc.assert(fc.property(fc.string(), (label) => !touchesScorer('validation', { label }, item)));
  expect([recall.profile.role, mailGuard.profile.role]).toEqual(['recall', 'validation']);
});
