import { gateDefaults, gateInitial, gateStep, itemOutcome, verdict } from '@ao/science';
import type { DecisionRow, JobRow, LeaseRow, Outcome, TrialRow } from '../jobs/rows.js';
import type { CalibrationRow, LedgerRow } from '../jobs/policy-rows.js';
import { compareOutcomes } from '../report/comparison.js';
import type { JobReport } from '../report/job-report.js';

/** Outcomes of a made-up run: every item solved but each `missEvery`-th, at about `latencyMs`. */
export const sampleOutcomes = (count: number, missEvery: number, latencyMs: number): Outcome[] =>
  Array.from({ length: count }, (_, ordinal) => {
    const solved = ordinal % missEvery !== 0;
    return {
      ordinal,
      item_id: `item-${ordinal}`,
      solved,
      score: solved ? 1 : 0.25,
      confidence: solved ? 0.8 : 0.4,
      latency_ms: latencyMs + (ordinal % 7) / 10,
      tokens_in: 20 + (ordinal % 5),
      tokens_out: 10,
      cost_micros: 0,
      memory_utility: null,
      error: null,
      limit_reached: null,
    };
  });

const incumbentConfiguration = { k: 1.2, b: 0.7, stemming: false, ngrams: 'none' };
const candidateConfiguration = { k: 0.8312345678, b: 0.7, stemming: true, ngrams: 'char-4' };

const verdictOf = (incumbent: readonly Outcome[], candidate: readonly Outcome[]) => {
  const side = ({ solved, score, confidence = null, latency_ms, tokens_in, tokens_out, cost_micros }: Outcome) =>
    itemOutcome('solve_rate', [
      {
        solved,
        score,
        confidence,
        latencyMs: latency_ms,
        tokens: tokens_in + tokens_out,
        costMicros: cost_micros,
        refused: false,
        outputChars: 0,
        touchedScorer: false,
      },
    ]);
  const start = gateInitial({ ...gateDefaults, maxPairs: incumbent.length });
  return verdict(
    incumbent.reduce(
      (state, outcome, index) =>
        gateStep(state, { incumbent: side(outcome), candidate: side(candidate[index] as Outcome) }),
      start,
    ),
  );
};

/** A completed trial of 100 episodes. */
export const sampleTrial = (
  purpose: string,
  arm: string,
  configuration_hash: string,
  more: Partial<TrialRow> = {},
): TrialRow => ({
  trial_id: `${purpose}-${arm}-${more.round ?? 0}-${configuration_hash}`,
  status: 'completed',
  purpose,
  arm,
  round: 0,
  configuration_hash,
  episodes: 100,
  count: 100,
  solve_rate: 0.6,
  ...more,
});

/** How the sample's candidate's confidences are served. */
export const sampleCalibration: CalibrationRow = {
  method: 'platt',
  parameters: { a: 1, b: 0.5 },
  fitted: { labels: 400, split: 'dev', ece_before: 0.082, ece_after: 0.014, reason: 'the lowest log loss' },
  abstention: {
    threshold: 0.61,
    target_risk: 0.1,
    confidence: 0.95,
    coverage: 0.82,
    action: 'abstain',
    escalate_to: '',
  },
};

/** A job that was promoted. */
export const sampleJob: JobRow = {
  job_id: '0199c0de-0000-7000-8000-000000000001',
  corr_id: '0199c0de-0000-7000-8000-00000000000c',
  version: 40,
  status: 'completed',
  outcome: 'promoted',
  reason: null,
  mini_agent: 'recall',
  agent_version: '1.0.0',
  task_set: 'web-features@3f2c5a7be1d0aa',
  slot: 'recall/web-features',
  strategy: { name: 'successive_halving', candidates: 24 },
  budget: { episodes: 8_000, tokens: 2_128_000, cost_micros: 0, wall_ms: 3_600_000 },
  seed: 42,
  hints: { preset: 'balanced' },
  lease_id: 'lease-1',
  unit_id: 'unit-1',
  created_at: '2026-11-23T05:29:00.000Z',
  started_at: '2026-11-23T05:29:01.000Z',
  ended_at: '2026-11-23T05:29:24.000Z',
  spend: { episodes: 2_480, tokens: 81_200, cost_micros: 0 },
  calibrations: { cafe00112233: sampleCalibration },
};

const lease: LeaseRow = {
  lease_id: 'lease-1',
  status: 'released',
  capability: 'training.run',
  wall_ms: 3_600_000,
  policies: ['training.standard'],
  budget: { episodes: 8_000, tokens: 2_128_000, cost_micros: 0 },
  spent: { episodes: 2_480, tokens: 81_200, cost_micros: 0 },
};

/** A task set of which the search has seen a little. */
const sampleTaskSet = {
  name: 'web-features',
  hash: 'f'.repeat(64),
  role: 'recall',
  train: 358,
  dev: 378,
  holdout: 466,
  documents: 1_204,
  source: 'import',
  licence: 'MIT',
  checks: { copies: 3, contradicting: 0, holdout_seen: 1, near_copies: 5, holdout_near: 2 },
};

/** A slot's ledger after the sample's test. */
export const sampleLedger: LedgerRow = {
  slot: 'recall/web-features',
  spending: 'family_wise',
  slot_alpha: 0.05,
  spent: 0,
  left: 0.05,
  next_alpha: 0.038,
  tests_total: 1,
  promotions: 1,
  tests: [
    {
      test: 1,
      job_id: sampleJob.job_id,
      finalist: 0,
      candidate_hash: 'cafe00112233',
      alpha: 0.0304,
      task_set: sampleJob.task_set,
      look: 1,
      promoted: true,
      reserved_at: '2026-11-23T05:29:20.000Z',
    },
  ],
  holdouts: [{ task_set: sampleJob.task_set, looks: 1, looks_allowed: 20, fresh_due: false }],
};

/** The report of a job whose candidate solves more: 5 of 6 items instead of 2 of 3. */
export const sampleReport = (): JobReport => {
  const incumbent = sampleOutcomes(240, 3, 0.4);
  const candidate = sampleOutcomes(240, 6, 0.5);
  const { outcome, reason, evidence } = verdictOf(incumbent, candidate);
  const decision: DecisionRow = {
    decision_id: 'decision-1',
    job_id: sampleJob.job_id,
    outcome,
    reason,
    slot: 'recall/web-features',
    candidate: candidateConfiguration,
    candidate_hash: 'cafe00112233',
    incumbent: incumbentConfiguration,
    incumbent_hash: 'beef00112233',
    evidence,
    gain: { estimate: 0.125, low: -0.021, high: 0.271, confidence: 0.95, items: 48 },
  };
  return {
    job: sampleJob,
    trials: [
      sampleTrial('search', 'incumbent', 'beef00112233'),
      sampleTrial('search', 'candidate', 'cafe00112233', { solve_rate: 0.8 }),
    ],
    reports: [],
    decisions: [decision],
    lease,
    ledger: sampleLedger,
    taskSet: sampleTaskSet,
    slot: {
      slot: 'recall/web-features',
      version: 1,
      configuration: candidateConfiguration,
      configuration_hash: 'cafe00112233',
      unit_id: 'unit-1',
      cause: 'promoted',
    },
    comparison: compareOutcomes('gate', incumbent, candidate, {
      pairs: evidence.pairs,
      runs: 1,
      calibration: sampleCalibration,
    }),
  };
};
