import { trainingBody } from './training-body.js';

it('sends nothing but what was asked for', () => {
  expect(trainingBody('recall', {})).toEqual({ mini_agent: 'recall' });
});

it('puts every option where the platform reads it', () => {
  const options = {
    taskSet: 'web-features', goal: 'solve_rate', strategy: 'random', candidates: 3, episodes: 100, tokens: 5, costMicros: 6, wallMs: 7, seed: 0, preset: 'quick', mode: 'explore',
    diversity: 0.1, recency: 0.2, compression: 0.3, searchShare: 0.4, episodesEach: 9, topic: ['a', 'b'], idempotencyKey: 'k',
  };
  expect(trainingBody('recall', options)).toEqual({
    mini_agent: 'recall',
    task_set: 'web-features',
    goal: 'solve_rate',
    strategy: { name: 'random', candidates: 3 },
    budget: { episodes: 100, tokens: 5, cost_micros: 6, wall_ms: 7 },
    seed: 0,
    hints: { preset: 'quick', mode: 'explore', diversity: 0.1, recency: 0.2, compression: 0.3, budget: 0.4, episodes: 9 },
    topics: ['a', 'b'],
    idempotency_key: 'k',
  });
});
