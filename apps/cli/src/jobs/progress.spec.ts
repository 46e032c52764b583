import { sampleJob, sampleTrial } from '../testing/sample-report.js';
import { progressOf } from './progress.js';
import { clockText, phaseText, progressLine, standingText } from './progress.text.js';

const running = {
  ...sampleJob,
  status: 'running',
  outcome: null,
  spend: { episodes: 700, tokens: 20_000, cost_micros: 0 },
};
const searching = [
  sampleTrial('search', 'incumbent', 'in', { solve_rate: 0.5 }),
  sampleTrial('search', 'candidate', 'a', { solve_rate: 0.9 }),
  sampleTrial('search', 'candidate', 'b', { solve_rate: 0.8 }),
  sampleTrial('search', 'incumbent', 'in', { round: 1, solve_rate: 0.6, episodes: 300 }),
  sampleTrial('search', 'candidate', 'b', { round: 1, solve_rate: 0.7, episodes: 300 }),
  sampleTrial('search', 'candidate', 'a', { round: 1, status: 'running', solve_rate: null, episodes: 50 }),
];

it('waits until something is scheduled', () => {
  const progress = progressOf({ job: { ...running, spend: undefined }, trials: [] });
  expect(progress).toMatchObject({
    phase: 'waiting',
    best: null,
    incumbent: null,
    episodes: { done: 0, budget: 8_000 },
  });
  expect(phaseText(progress)).toBe('waiting for the lease');
});

it('counts the trials of the round, and pools what each configuration measured', () => {
  const progress = progressOf({ job: running, trials: searching });
  expect(progress).toMatchObject({
    phase: 'search',
    round: 2,
    trials: { done: 2, scheduled: 3 },
    candidates: 2,
    best: { solved: 290, episodes: 400 },
    incumbent: { solved: 230, episodes: 400 },
  });
  expect(phaseText(progress)).toBe('search, round 2: trial 2/3 of 2 candidates');
  expect(standingText(progress)).toBe('best 72.5 %, incumbent 57.5 %');
});

it('compares on the holdout alone once the gate has begun', () => {
  const gate = [
    sampleTrial('gate', 'incumbent', 'in', { solve_rate: 0.4 }),
    sampleTrial('gate', 'candidate', 'b', { solve_rate: 0.5 }),
  ];
  const progress = progressOf({ job: running, trials: [...searching, ...gate] });
  expect(progress).toMatchObject({
    phase: 'gate',
    round: 1,
    best: { solved: 50, episodes: 100 },
    incumbent: { solved: 40, episodes: 100 },
  });
  expect(phaseText(progress)).toBe('gate on the holdout, block 1: trial 2/2');
});

it('says all of it on one line', () => {
  const line = progressLine(progressOf({ job: running, trials: searching }), { elapsedMs: 12_000, leftMs: 95_000 });
  expect(line).toBe(
    'search, round 2: trial 2/3 of 2 candidates | best 72.5 %, incumbent 57.5 % | 700/8,000 episodes, 20K/2.13M tokens | 12 s, at most 1 min 35 s left',
  );
  expect(clockText({ elapsedMs: 500, leftMs: null })).toBe('500 ms');
});
