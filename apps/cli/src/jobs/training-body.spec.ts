import { trainingBody } from './training-body.js';

it('sends nothing but what was asked for', () => {
  expect(trainingBody('recall', {})).toEqual({ mini_agent: 'recall' });
});

it('puts every option where the platform reads it', () => {
  const options = {
    taskSet: 'web-features',
    goal: 'solve_rate',
    strategy: 'random',
    candidates: 3,
    episodes: 100,
    tokens: 5,
    costMicros: 6,
    wallMs: 7,
    seed: 0,
    preset: 'quick',
    mode: 'explore',
    diversity: 0.1,
    recency: 0.2,
    compression: 0.3,
    searchShare: 0.4,
    episodesEach: 9,
    topic: ['a', 'b'],
    idempotencyKey: 'k',
  };
  expect(trainingBody('recall', options)).toEqual({
    mini_agent: 'recall',
    task_set: 'web-features',
    goal: 'solve_rate',
    strategy: { name: 'random', candidates: 3 },
    budget: { episodes: 100, tokens: 5, cost_micros: 6, wall_ms: 7 },
    seed: 0,
    hints: {
      preset: 'quick',
      mode: 'explore',
      diversity: 0.1,
      recency: 0.2,
      compression: 0.3,
      budget: 0.4,
      episodes: 9,
    },
    topics: ['a', 'b'],
    idempotency_key: 'k',
  });
});

it('says what the gate promises, what follows and how confidences are treated, only where that was asked for', () => {
  const options = {
    alpha: 0.01,
    minGain: 0.03,
    futility: 0,
    runsPerItem: 4,
    confirmationItems: 0,
    spending: 'e_lond',
    holdoutLooks: 5,
    latencyMargin: 1,
    tokensMargin: -1,
    costMargin: 0.5,
    calibrationMargin: 0.02,
    slice: [{ name: 'long', margin: 0.05 }],
    refusalMargin: 0.1,
    lengthMargin: 2,
    promotion: 'canary',
    canaryShare: 0.2,
    canaryOutcomes: 50,
    canaryAlpha: 0.01,
    retrainWhenStale: true,
    calibrationMethod: 'beta',
    targetRisk: 0.1,
    riskConfidence: 0.9,
    escalateTo: 'recall/other',
  };
  expect(trainingBody('recall', options)).toEqual({
    mini_agent: 'recall',
    gate: {
      alpha: 0.01,
      min_gain: 0.03,
      futility: 0,
      runs_per_item: 4,
      confirmation_items: 0,
      spending: 'e_lond',
      holdout_looks: 5,
      latency_margin: 1,
      tokens_margin: -1,
      cost_margin: 0.5,
      calibration_margin: 0.02,
      slices: [{ name: 'long', margin: 0.05 }],
      refusal_margin: 0.1,
      length_margin: 2,
    },
    promotion: { mode: 'canary', canary_share: 0.2, canary_outcomes: 50, canary_alpha: 0.01, retrain_when_stale: true },
    calibration: {
      method: 'beta',
      target_risk: 0.1,
      risk_confidence: 0.9,
      action: 'escalate',
      escalate_to: 'recall/other',
    },
  });
});
