import { isDomainError } from '@ao/kernel';
import { rawCalibrationDefaults } from '../gate/calibration-rules.js';
import { operatorGateDefaults, rawGateDefaults } from '../gate/gate-rules.js';
import { defaults, request } from '../job.fixture.js';
import { rawPromotionDefaults } from '../promotion/promotion-rules.js';
import { trainingRequest, type RawTraining, type TrainingFacts } from './start-training.js';

const raw: RawTraining = {
  goal: '',
  strategy: { name: '', candidates: 0 },
  budget: {},
  hints: {},
  mode: '',
  topics: [],
  idempotencyKey: '',
  gate: rawGateDefaults,
  promotion: rawPromotionDefaults,
  calibration: rawCalibrationDefaults,
};

const { agent, taskSet } = request();

const facts = (changes: Partial<TrainingFacts> = {}, deterministic = false): TrainingFacts => ({
  jobId: 'j1',
  entry: {
    profile: {
      ...agent,
      description: '',
      requiredLeases: [],
      taskSets: [],
      tools: [],
      models: [],
      defaults,
      deterministic,
    },
    runtime: 'builtin',
    archived: false,
  },
  taskSet,
  taskSetRole: 'recall',
  seed: 1,
  gate: operatorGateDefaults,
  ledger: null,
  subject: 'user:admin',
  corrId: 'c1',
  fingerprint: 'f',
  ...changes,
});

const violations = (
  asked: Partial<RawTraining>,
  known: TrainingFacts = facts(),
): readonly { path: string; message: string }[] => {
  try {
    trainingRequest({ ...raw, ...asked }, known);
    return [];
  } catch (error) {
    if (isDomainError(error, 'invalid_argument')) return error.violations;
    throw error;
  }
};

const paths = (asked: Partial<RawTraining>, known?: TrainingFacts): string[] =>
  violations(asked, known).map(({ path }) => path);
const gate = (changes: Partial<RawTraining['gate']>): Partial<RawTraining> => ({
  gate: { ...rawGateDefaults, ...changes },
});

it.each(['recency', 'compression'] as const)(
  'refuses the hint %s, which no agent takes, and names those that are',
  (name) => {
    expect(violations({ hints: { [name]: 0.5 } })).toEqual([
      {
        path: `hints.${name}`,
        message: `is not a hint that "${agent.id}" takes; it takes preset, mode, diversity, budget and episodes`,
      },
    ]);
  },
);

it('fills in every default', () =>
  expect(trainingRequest(raw, facts())).toMatchObject({
    goal: 'solve_rate',
    gate: {
      alpha: 0.05,
      slotAlpha: 0.05,
      spending: 'family_wise',
      runsPerItem: 1,
      confirmationItems: 100,
      holdoutLooks: 20,
      latencyMargin: 1,
      costMargin: 0.25,
      calibrationMargin: null,
    },
    promotion: { mode: 'automatic', canaryShare: 0.1, canaryOutcomes: 100, canaryAlpha: 0.05, retrainWhenStale: false },
    calibration: { method: 'auto', targetRisk: 0, riskConfidence: 0.95, action: 'abstain' },
  }));

it('takes what was asked for; a negative margin is no guard', () =>
  expect(
    trainingRequest(
      {
        ...raw,
        goal: 'score',
        ...gate({
          alpha: 0.01,
          latencyMargin: -1,
          calibrationMargin: 0.02,
          confirmationItems: 0,
          slices: [{ name: 'vip', margin: 0.1 }],
        }),
      },
      facts(),
    ),
  ).toMatchObject({
    goal: 'score',
    gate: {
      alpha: 0.01,
      slotAlpha: 0.05,
      latencyMargin: null,
      calibrationMargin: 0.02,
      confirmationItems: 0,
      slices: [{ name: 'vip', margin: 0.1 }],
    },
  }));

describe('a value that makes no sense is named', () => {
  it.each([
    ['goal', { goal: 'fame' }],
    ['gate.alpha', gate({ alpha: 0.06 })],
    ['gate.alpha', gate({ alpha: 0 })],
    ['gate.alpha', gate({ alpha: Number.NaN })],
    ['gate.min_gain', gate({ minGain: 1 })],
    ['gate.futility', gate({ futility: 1 })],
    ['gate.runs_per_item', gate({ runsPerItem: 33 })],
    ['gate.confirmation_items', gate({ confirmationItems: 501 })],
    ['gate.spending', gate({ spending: 'freely' })],
    ['gate.holdout_looks', gate({ holdoutLooks: -1 })],
    ['gate.latency_margin', gate({ latencyMargin: Number.NaN })],
    ['gate.cost_margin', gate({ costMargin: Infinity })],
    ['gate.calibration_margin', gate({ calibrationMargin: 1.5 })],
    [
      'gate.slices',
      gate({
        slices: [
          { name: 'a', margin: 0.1 },
          { name: 'a', margin: 0.2 },
        ],
      }),
    ],
    ['gate.slices.0.name', gate({ slices: [{ name: '', margin: 0.1 }] })],
    ['gate.slices.0.margin', gate({ slices: [{ name: 'a', margin: 2 }] })],
    ['promotion.mode', { promotion: { ...rawPromotionDefaults, mode: 'dice' } }],
    ['promotion.canary_share', { promotion: { ...rawPromotionDefaults, canaryShare: 0.6 } }],
    ['promotion.canary_outcomes', { promotion: { ...rawPromotionDefaults, canaryOutcomes: 5 } }],
    ['promotion.canary_alpha', { promotion: { ...rawPromotionDefaults, canaryAlpha: 1 } }],
    ['calibration.method', { calibration: { ...rawCalibrationDefaults, method: 'hope' } }],
    ['calibration.target_risk', { calibration: { ...rawCalibrationDefaults, targetRisk: 1 } }],
    ['calibration.risk_confidence', { calibration: { ...rawCalibrationDefaults, riskConfidence: 2 } }],
    ['calibration.escalate_to', { calibration: { ...rawCalibrationDefaults, action: 'escalate', targetRisk: 0.1 } }],
    [
      'calibration.escalate_to',
      { calibration: { ...rawCalibrationDefaults, action: 'escalate', targetRisk: 0.1, escalateTo: 'recall/set' } },
    ],
    [
      'calibration.target_risk',
      { calibration: { ...rawCalibrationDefaults, action: 'escalate', escalateTo: 'other/set' } },
    ],
  ] as const)('%s', (path, asked) => expect(paths(asked)).toEqual([path]));

  it('and all of them at once', () =>
    expect(
      paths({ goal: 'fame', ...gate({ alpha: 2, spending: 'x' }), promotion: { ...rawPromotionDefaults, mode: 'x' } }),
    ).toEqual(['goal', 'gate.alpha', 'gate.spending', 'promotion.mode']));
});

it('several runs an item are for agents that are not deterministic, and pass_k needs them', () => {
  expect(paths(gate({ runsPerItem: 3 }), facts({}, true))).toEqual(['gate.runs_per_item']);
  expect(paths({ goal: 'pass_k' })).toEqual(['gate.runs_per_item']);
  expect(paths({ goal: 'pass_k', ...gate({ runsPerItem: 3 }) })).toEqual([]);
});

describe("the slot's ledger", () => {
  const ledger = { slotAlpha: 0.1, spending: 'e_lond', tests: [] } as const;
  it('says how error is spent, whatever the operator says now', () =>
    expect(trainingRequest(raw, facts({ ledger })).gate).toMatchObject({
      slotAlpha: 0.1,
      alpha: 0.1,
      spending: 'e_lond',
    }));
  it('cannot be changed by a job', () =>
    expect(violations(gate({ spending: 'family_wise' }), facts({ ledger }))).toEqual([
      { path: 'gate.spending', message: 'must be e_lond: the slot spends its error so, for life' },
    ]));
});

describe('a holdout that is too small', () => {
  const small = (holdout: number, tests = 0): TrainingFacts =>
    facts({
      taskSet: { ...taskSet, holdout },
      ledger: {
        slotAlpha: 0.05,
        spending: 'family_wise',
        tests: Array.from({ length: tests }, () => ({ alpha: 1e-4, promoted: false })),
      },
    });

  it('is refused before anything is spent, and is told what it would take', () => {
    expect(violations({}, small(20))).toEqual([
      {
        path: 'task_set',
        message:
          'the holdout of "set" is too small: a verdict at the error 0.030 takes at least 20 items, and 4 more measure the gain; it has 20',
      },
    ]);
    expect(violations({}, small(25))).toEqual([]);
    expect(violations(gate({ confirmationItems: 0 }), small(20))).toEqual([]);
  });

  it('needs more items the more of the error is gone', () => {
    const needed = (tests: number): number => {
      const [violation] = violations({}, small(1, tests));
      return Number(/at least (\d+) items/.exec(violation?.message ?? '')?.[1]);
    };
    expect(needed(200)).toBeGreaterThan(needed(0));
    expect(violations({}, small(needed(200), 200)).length).toBe(1);
  });
});
