import fc from 'fast-check';
import { foldBatch, linksOf, stepsOf, type ReceivedFact } from './view/fold-batch.js';
import { isServed, served } from './view/served-row.js';
import type { AnyView, ViewRow } from './view/view.js';
import { factOf, story, type Line } from './testing/story.js';
import { views } from './views.js';

type State = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

const receivedFact = (line: Line): ReceivedFact => ({ fact: line.fact, meta: factOf(line) });

/** Every view after these facts, handed over in batches as a store would. */
const projectView = (view: AnyView, batches: readonly (readonly Line[])[]): State[string] => {
  const rows = new Map<string, ViewRow>();
  const links = new Map<string, string>();
  for (const batch of batches) {
    const steps = stepsOf(view, batch.map(receivedFact));
    for (const [from, to] of linksOf(steps)) links.set(from, to);
    for (const { id, after } of foldBatch(steps, { rows, links })) rows.set(id, after);
  }
  return Object.fromEntries(
    [...rows]
      .filter(([, row]) => isServed(row))
      .map(([id, row]) => [id, served(row)] as const)
      .sort(),
  );
};
const project = (batches: readonly (readonly Line[])[]): State =>
  Object.fromEntries(views.map((view) => [view.name, projectView(view, batches)]));

const inOrder = story.flat().sort((one, other) => one.second - other.second);
const expected = project([inOrder]);
const row = (view: string, id: string): unknown => expected[view]?.[id];

it('builds every view from one story', () => {
  expect(Object.fromEntries(Object.entries(expected).map(([view, rows]) => [view, Object.keys(rows)]))).toEqual({
    agents: ['recall'],
    'task-sets': ['questions@abc'],
    jobs: ['j1'],
    trials: ['t1', 't2', 't3'],
    episodes: ['t1-0', 't1-1', 't2-0'],
    reports: ['t1', 't2', 't3'],
    leases: ['l1', 'l2'],
    decisions: ['d1'],
    units: ['u1'],
    slots: ['recall/questions'],
    'governor-hints': ['j1'],
    'gate-ledgers': ['recall/questions'],
    served: ['recall/questions@u1:candidate'],
    'dead-letters': ['g/ao.lease.lease.v1/0/7'],
    'parked-events': ['e9'],
  });
});

it('tells the whole story of a job in its row', () => {
  expect(row('jobs', 'j1')).toEqual({
    job_id: 'j1',
    category: 'agent_training',
    mini_agent: 'recall',
    agent_version: '1.0.0',
    task_set: 'questions@abc',
    goal: 'solve_rate',
    strategy: { name: 'random', candidates: 2 },
    budget: { episodes: 100, tokens: 0, cost_micros: 0, wall_ms: 60_000 },
    seed: 7,
    hints: { preset: 'quick', mode: 'balanced', diversity: 0.5 },
    topics: ['search'],
    tags: ['agent_training'],
    slot: 'recall/questions',
    subject: 'user:admin',
    mode: 'full',
    stalled: false,
    stall: null,
    status: 'completed',
    outcome: 'promoted',
    reason: 'the evidence',
    policies: [],
    lease_id: 'l1',
    decision_id: 'd1',
    unit_id: 'u1',
    corr_id: 'corr-1',
    version: 15,
    gate: expect.objectContaining({ alpha: 0.05, min_gain: 0.03, slices: [{ name: 'short', margin: 0.05 }] }) as object,
    promotion: expect.objectContaining({ mode: 'approval' }) as object,
    calibration: expect.objectContaining({ method: 'auto', target_risk: 0.1 }) as object,
    calibrations: {
      c2: expect.objectContaining({
        method: 'platt',
        fitted: { labels: 40, split: 'dev', ece_before: 0.1, ece_after: 0.02 },
      }) as object,
    },
    approval: { state: 'approved', decision_id: 'd1', unit_id: 'u1', subject: 'user:admin', reason: 'it reads well' },
    canary: expect.objectContaining({ unit_id: 'u1', status: 'passed', share: 0.2 }) as object,
    created_at: '2026-01-01T00:00:00.000Z',
    started_at: '2026-01-01T00:00:20.000Z',
    ended_at: '2026-01-01T00:04:40.000Z',
    updated_at: '2026-01-01T00:04:40.000Z',
    progress: {
      phase: 'gate',
      trials_scheduled: 3,
      trials_completed: 2,
      trials_failed: 1,
      episodes: 23,
      best: { configuration_hash: 'c2', solve_rate: 0.8, round: 0, episodes: 10 },
    },
    spend: { episodes: 13, tokens: 130, cost_micros: 0 },
  });
});

it('shows what is in force and what ended', () => {
  expect(row('slots', 'recall/questions')).toMatchObject({
    configuration: null,
    unit_id: null,
    cause: 'reverted',
    version: 3,
    canary: null,
    calibration: null,
    stale: false,
    labels: [
      { name: 'production', unit_id: 'u1' },
      { name: 'previous', unit_id: null },
    ],
  });
  expect(row('units', 'u1')).toMatchObject({
    status: 'reverted',
    reason: 'it was worse',
    unit_version: '1.0.0',
    slot: 'recall/questions',
    job_id: 'j1',
    version: 6,
    stale: true,
    drift: { reason: 'too sure of itself' },
    canary: { status: 'passed', evidence: { log_e_value: 0.1 } },
    calibration: { method: 'platt', fitted: { ece_after: 0.02 }, abstention: { threshold: 0.3, target_risk: 0.1 } },
  });
  expect(row('governor-hints', 'j1')).toMatchObject({ in_force: false, hints: { preset: 'quick' } });
  expect(row('leases', 'l1')).toMatchObject({
    status: 'released',
    spent: { episodes: 13 },
    reserved: { episodes: 0 },
    subject: 'job:j1',
  });
  expect(row('leases', 'l2')).toMatchObject({ status: 'denied', reason: 'default deny' });
  expect(row('trials', 't3')).toMatchObject({
    status: 'failed',
    purpose: 'gate',
    episodes: 3,
    error: { code: 'unavailable' },
    version: 1,
  });
  expect(row('reports', 't2')).toMatchObject({
    status: 'completed',
    solve_rate: 0.8,
    ece: null,
    configuration_hash: 'c2',
  });
  expect(row('agents', 'recall')).toMatchObject({
    version: 1,
    agent_version: '1.0.0',
    runtime: 'builtin',
    task_sets: ['questions'],
  });
});

it('tells what a decision rests on, and who agreed', () => {
  expect(row('decisions', 'd1')).toMatchObject({
    gain: { estimate: 0.04, low: 0.012, high: 0.068, confidence: 0.95, items: 20 },
    outcomes_hash: 'f00d',
    approval: { state: 'approved', subject: 'user:admin', reason: 'it reads well' },
  });
  expect(row('trials', 't1')).toMatchObject({
    runs_per_item: 2,
    refused: 1,
    pass_k: { value: 0.5 },
    calibration: { labels: 10, ece: { value: 0.1 }, bins: [{ count: 10, mean_confidence: 0.7 }] },
  });
  expect(row('reports', 't1')).toMatchObject({
    runs_per_item: 2,
    refused: 1,
    pass_k: { low: 0.2 },
    calibration: { uncertainty: 0.24 },
  });
  expect(row('episodes', 't1-0')).toMatchObject({
    slice: 'short',
    split: 'dev',
    run: 1,
    refused: false,
    output_chars: 12,
    touched_scorer: false,
  });
});

it("keeps the slot's ledger of error, and says when a fresh holdout is due", () => {
  expect(row('gate-ledgers', 'recall/questions')).toMatchObject({
    slot: 'recall/questions',
    spending: 'family_wise',
    slot_alpha: 0.05,
    spent: 0.0034,
    left: 0.0466,
    next_alpha: null,
    tests_total: 3,
    promotions: 1,
    version: 5,
    tests: [
      { test: 1, alpha: 0.03, promoted: true, look: 1 },
      { test: 2, promoted: false },
      { test: 3, promoted: null, settled_at: null },
    ],
    holdouts: [{ task_set: 'questions@abc', looks: 3, looks_allowed: 3, fresh_due: true }],
  });
});

it('counts what became of the answers that were served', () => {
  const served = row('served', 'recall/questions@u1:candidate') as Record<string, number>;
  expect(served).toMatchObject({
    slot: 'recall/questions',
    unit_id: 'u1',
    label: 'candidate',
    outcomes: 5,
    solved: 3,
    solve_rate: 0.75,
    mean_confidence: 0.65,
    answered: 4,
    abstained: 1,
    escalated: 0,
    risk: 0.25,
    version: 5,
  });
  expect(served).not.toHaveProperty('_recent');
});

/** The rows of a view after the story up to these facts, those of other streams before them. */
const until = (view: string, id: string, ...types: readonly string[]): unknown => {
  const last = Math.max(...inOrder.map(({ fact }, at) => (types.includes(fact.type) ? at : -1)));
  return project([inOrder.filter(({ key }, at) => at <= last || key === 'l1')])[view]?.[id];
};

it('says of a job that it waits for a person, or for what comes of a canary', () => {
  const canaryTold = inOrder.filter(({ fact }) => fact.type !== 'logic.unit.canary_ended');
  const before = (type: string): readonly Line[] =>
    canaryTold.filter(
      ({ key, version }) => key !== 'j1' || version < (inOrder.find(({ fact }) => fact.type === type)?.version ?? 0),
    );
  expect(project([before('promotion.approved')])['jobs']?.['j1']).toMatchObject({
    status: 'awaiting_approval',
    approval: { state: 'asked', unit_id: 'u1', subject: null },
  });
  expect(project([before('orchestrator.job.completed')])['jobs']?.['j1']).toMatchObject({
    status: 'canary',
    canary: { status: 'running', share: 0.2, outcomes: 100 },
  });
  expect(
    project([before('orchestrator.job.completed').filter(({ fact }) => fact.type !== 'logic.unit.canary_started')])[
      'jobs'
    ]?.['j1'],
  ).toMatchObject({ status: 'running', canary: null });
});

it('shows the canary, the calibration and the drift of what a slot serves, while it serves it', () => {
  const slot = 'recall/questions';
  expect(until('slots', slot, 'logic.unit.canary_started')).toMatchObject({
    canary: { unit_id: 'u1', status: 'running', share: 0.2, outcomes: 100 },
  });
  expect(until('slots', slot, 'logic.slot.labelled')).toMatchObject({
    unit_id: 'u1',
    stale: true,
    calibration: { method: 'platt' },
  });
});

/** Any merge of the streams that keeps each stream's own order, cut into batches; a stretch of each stream may come twice. */
const arrivalOrders = fc.tuple(
  fc.array(fc.nat({ max: story.length - 1 }), { maxLength: 400 }),
  fc.array(fc.nat({ max: 9 }), { minLength: 60, maxLength: 60 }),
  fc.nat({ max: 6 }),
);

const merged = (choices: readonly number[], again: number): readonly Line[] => {
  const repeated = story.map((lines) => [
    ...lines.slice(0, lines.length - 1),
    ...lines.slice(Math.max(0, lines.length - 1 - again)),
  ]);
  const rest = repeated.map((lines) => [...lines]);
  const order = [...choices, ...rest.flatMap((lines, at) => lines.map(() => at))];
  return order.flatMap((stream) => rest[stream]?.shift() ?? []);
};

const cut = (lines: readonly Line[], sizes: readonly number[]): readonly (readonly Line[])[] => {
  const batches: (readonly Line[])[] = [];
  let start = 0;
  for (const size of [...sizes, lines.length]) {
    batches.push(lines.slice(start, start + size));
    start += size;
  }
  return batches;
};

it('gives the same rows whatever the order between streams, the batches, and what is published again', () => {
  fc.assert(
    fc.property(arrivalOrders, ([choices, sizes, again]) => {
      expect(project(cut(merged(choices, again), sizes))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it('keeps a job away from readers until the job itself is known', () => {
  const others = inOrder.filter(({ key }) => key !== 'j1');
  expect(project([others])['jobs']).toEqual({});
});

it('shows a job that stands still until anything else is heard of it, in whatever order the facts come', () => {
  const stalled: Line = {
    key: 'j9',
    version: 2,
    second: 100,
    fact: {
      type: 'orchestrator.job.stalled',
      data: { jobId: 'j9', sinceMs: 1_767_225_600_000, waitsFor: '3 of 8 trials' },
    },
  };
  const [first] = story.flat().filter(({ fact }) => fact.type === 'orchestrator.job.requested');
  const requested = {
    ...first,
    key: 'j9',
    second: 1,
    fact: { ...first?.fact, data: { ...first?.fact.data, jobId: 'j9' } },
  } as Line;
  const progressed: Line = {
    key: 't9',
    version: 1,
    second: 200,
    fact: {
      type: 'evaluation.trial.progressed',
      data: { trialId: 't9', jobId: 'j9', slicesDone: 1, slices: 2, episodes: 5, spent: undefined },
    } as unknown as Line['fact'],
  };
  const of = (...lines: readonly Line[]) => project([lines])['jobs']?.['j9'];
  expect(of(requested, stalled)).toMatchObject({
    stalled: true,
    stall: { since: '2026-01-01T00:00:00.000Z', waits_for: '3 of 8 trials' },
  });
  expect(of(requested, stalled, progressed)).toMatchObject({ stalled: false, stall: null });
  expect(of(progressed, requested, stalled)).toMatchObject({ stalled: false, stall: null });
});
