import type { TrainingRequest } from './training-request.js';
import { keyReused } from './key-reused.js';

const request = (asked?: TrainingRequest['asked']): TrainingRequest =>
  ({ ...(asked === undefined ? {} : { asked }) }) as TrainingRequest;

it('names what differs', () => {
  const error = keyReused(request({ mini_agent: 'recall', seed: 1 }), request({ mini_agent: 'recall', goal: 'score' }));
  expect(error).toMatchObject({
    code: 'already_exists',
    violations: [
      { path: 'goal', message: 'was absent the first time, and is "score" now' },
      { path: 'seed', message: 'was 1 the first time, and is absent now' },
    ],
  });
});

it('names the key where the first request is older than this rule', () => {
  expect(keyReused(request(), request({ seed: 1 })).violations).toEqual([
    { path: 'idempotency_key', message: 'stands for another body' },
  ]);
});
