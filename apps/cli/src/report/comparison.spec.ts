import { sampleOutcomes, sampleReport, sampleTrial } from '../testing/sample-report.js';
import { armOfOutcomes } from './arm-of-outcomes.js';
import { armOfReports } from './arm-of-reports.js';
import { armTrials, compareOutcomes, mainDecision } from './comparison.js';

const [decision] = sampleReport().decisions as [NonNullable<ReturnType<typeof mainDecision>>];

it('measures an arm by its outcomes, each metric inside its interval', () => {
  const { measures, episodes, solved } = armOfOutcomes(sampleOutcomes(300, 3, 5));
  expect([episodes, solved]).toEqual([300, 200]);
  expect(measures.solveRate.value).toBeCloseTo(2 / 3);
  expect(measures.meanScore.value).toBeCloseTo(0.75);
  expect(measures.tokens.value).toBeCloseTo(32);
  expect(measures.brier.value).toBeCloseTo((200 * 0.04 + 100 * 0.16) / 300);
  expect(measures.memoryUtility).toEqual({ value: null, interval: null });
  for (const metric of [
    'solveRate',
    'meanScore',
    'latencyP50Ms',
    'tokens',
    'meanConfidence',
    'brier',
    'ece',
  ] as const) {
    const { value, interval } = measures[metric];
    expect(interval?.[0]).toBeLessThanOrEqual(value as number);
    expect(interval?.[1]).toBeGreaterThanOrEqual(value as number);
  }
});

it('prints the same intervals for the same outcomes', () => {
  expect(armOfOutcomes(sampleOutcomes(100, 4, 2))).toEqual(armOfOutcomes(sampleOutcomes(100, 4, 2)));
});

it('weighs pooled reports by their episodes', () => {
  const report = {
    episodes: 100,
    solved: 50,
    solve_rate: 0.5,
    solve_rate_low: 0,
    solve_rate_high: 1,
    mean_score: 0.5,
    latency_p50_ms: 1,
    latency_p95_ms: 2,
    tokens_in: 100,
    tokens_out: 0,
    cost_micros: 0,
    memory_utility: null,
    mean_confidence: 0.5,
    brier: 0.1,
    ece: 0.1,
    errors: 1,
    limit_reached: 0,
  };
  const { measures, episodes, errors } = armOfReports([
    report,
    { ...report, episodes: 300, solved: 300, mean_score: 0.9, tokens_in: 900, mean_confidence: null },
  ]);
  expect([episodes, errors]).toEqual([400, 2]);
  expect(measures.solveRate.value).toBeCloseTo(350 / 400);
  expect(measures.meanScore.value).toBeCloseTo(0.8);
  expect(measures.tokens.value).toBeCloseTo(2.5);
  expect(measures.meanConfidence.value).toBeCloseTo(0.5);
});

it('takes the pairs that the verdict took', () => {
  const comparison = compareOutcomes('gate', sampleOutcomes(100, 2, 1), sampleOutcomes(100, 4, 1), {
    pairs: 40,
    runs: 1,
  });
  expect([comparison.incumbent.episodes, comparison.incumbent.solved, comparison.candidate.solved]).toEqual([
    40, 20, 30,
  ]);
});

it('counts an item that more of its runs solved as won', () => {
  const runs = (solved: string): ReturnType<typeof sampleOutcomes> =>
    sampleOutcomes(6, 3, 1).map((outcome, at) => ({
      ...outcome,
      item_id: `item-${Math.floor(at / 2)}`,
      run: at % 2,
      solved: solved[at] === '1',
    }));
  expect(compareOutcomes('gate', runs('001011'), runs('010011'), { pairs: 3, runs: 2 }).turned).toEqual({
    won: ['item-0'],
    lost: ['item-1'],
  });
  expect(compareOutcomes('gate', runs('001011'), runs('010011'), { pairs: 1, runs: 2 })).toMatchObject({
    turned: { won: ['item-0'], lost: [] },
    candidate: { episodes: 2, solved: 1 },
  });
});

it('pairs the candidate of the decision with the blocks that it met', () => {
  const trials = [
    sampleTrial('gate', 'incumbent', 'in', { round: 1 }),
    sampleTrial('gate', 'incumbent', 'in', { round: 0 }),
    sampleTrial('gate', 'incumbent', 'in', { round: 2 }),
    sampleTrial('gate', 'candidate', decision.candidate_hash, { round: 1 }),
    sampleTrial('gate', 'candidate', decision.candidate_hash, { round: 0 }),
    sampleTrial('gate', 'candidate', 'another', { round: 2 }),
  ];
  expect(armTrials(trials, decision)).toEqual({
    purpose: 'gate',
    incumbent: ['gate-incumbent-0-in', 'gate-incumbent-1-in'],
    candidate: [`gate-candidate-0-${decision.candidate_hash}`, `gate-candidate-1-${decision.candidate_hash}`],
  });
});

it('shows the best of the search where nothing came to the gate', () => {
  const trials = [
    sampleTrial('search', 'incumbent', 'in'),
    sampleTrial('search', 'candidate', 'a', { solve_rate: 0.5 }),
    sampleTrial('search', 'candidate', 'b', { solve_rate: 0.55 }),
  ];
  expect(armTrials(trials, undefined)).toEqual({
    purpose: 'search',
    incumbent: ['search-incumbent-0-in'],
    candidate: ['search-candidate-0-b'],
  });
  expect(armTrials(trials.slice(0, 1), undefined)).toBeUndefined();
});

it('reports the promotion, else what was held, else the best of the search', () => {
  const [first, second, held] = ['rejected', 'rejected', 'held'].map((outcome, index) => ({
    ...decision,
    outcome,
    decision_id: `d-${index}`,
  })) as [typeof decision, typeof decision, typeof decision];
  expect(mainDecision([first, second, held, decision])).toBe(decision);
  expect(mainDecision([first, second, held])).toBe(held);
  expect(mainDecision([first, second])).toBe(first);
  expect(mainDecision([])).toBeUndefined();
});
