import { encodeFact, type DecodedFact } from '@ao/contracts';
import type { Fact } from '@ao/event-bus';

/** One line of a story: whose stream says what. */
export interface Line {
  readonly key: string;
  readonly fact: DecodedFact;
  readonly version: number;
  readonly second: number;
}

const epoch = Date.UTC(2026, 0, 1);

/** The fact as the bus carries it. */
export const factOf = ({ key, fact, version, second }: Line, corrId = 'corr-1'): Fact => {
  const { topic, value } = encodeFact(fact);
  const { type } = fact;
  return {
    id: `${key}-${version}-${type}`,
    type,
    source: '/test',
    time: new Date(epoch + second * 1000),
    topic,
    key,
    corrId,
    causationId: corrId,
    subject: 'user:admin',
    streamVersion: version,
    value,
  };
};

const estimate = (value: number) => ({ value, low: value / 2, high: value * 2, confidence: 0.95 });

const report = (episodes: number, solved: number) => ({
  episodes,
  solved,
  solveRate: solved / episodes,
  solveRateLow: 0.1,
  solveRateHigh: 0.9,
  meanScore: solved / episodes,
  latencyP50Ms: 1,
  latencyP95Ms: 2,
  tokensIn: 3,
  tokensOut: 4,
  costMicros: 5,
  errors: 0,
  limitReached: 0,
  runsPerItem: 2,
  refused: 1,
  passK: { value: 0.5, low: 0.2, high: 0.8, confidence: 0.95 },
  calibration: {
    labels: episodes,
    ece: estimate(0.1),
    brier: estimate(0.2),
    reliability: estimate(0.01),
    resolution: estimate(0.02),
    uncertainty: 0.24,
    bins: [{ count: episodes, meanConfidence: 0.7, solveRate: estimate(0.6) }],
  },
});

const scheduled = (trialId: string, configurationHash: string, purpose: string, round: number): DecodedFact => ({
  type: 'orchestrator.trial.scheduled',
  data: {
    trialId,
    jobId: 'j1',
    miniAgent: 'recall',
    agentVersion: '1.0.0',
    runtime: 'builtin',
    taskSet: 'questions@abc',
    configurationHash,
    configuration: { k1: 1.2 },
    purpose,
    arm: 'candidate',
    splits: ['dev'],
    orderSeed: 1,
    reservedItems: 0,
    offset: 0,
    count: 10,
    leaseId: 'l1',
    fencingToken: 1,
    leaseExpiresAtMs: epoch,
    round,
    maxTokensPerEpisode: 0,
    maxCostMicrosPerEpisode: 0,
    episodeTimeoutMs: 1000,
    runsPerItem: 2,
  },
});

const completed = (trialId: string, configurationHash: string, round: number, solved: number): DecodedFact => ({
  type: 'evaluation.trial.completed',
  data: {
    trialId,
    jobId: 'j1',
    configurationHash,
    purpose: 'search',
    arm: 'candidate',
    round,
    report: report(10, solved),
  },
});

const episode = (trialId: string, ordinal: number, solved: boolean): DecodedFact => ({
  type: 'episode.completed',
  data: {
    episodeId: `${trialId}-${ordinal}`,
    trialId,
    jobId: 'j1',
    sliceId: `${trialId}-s0`,
    configurationHash: 'c',
    outcome: {
      ordinal,
      itemId: `item-${ordinal}`,
      solved,
      score: solved ? 1 : 0,
      latencyMs: 1.5,
      tokensIn: 1,
      tokensOut: 2,
      costMicros: 3,
      error: '',
      limitReached: '',
      slice: 'short',
      split: 'dev',
      run: 1,
      refused: false,
      outputChars: 12,
      touchedScorer: false,
    },
  },
});

const amount = (episodes: number) => ({ episodes, tokens: episodes * 10, costMicros: 0 });
const calibration = {
  method: 'platt',
  parameters: { a: 1.1, b: -0.2 },
  fitted: { labels: 40, split: 'dev', eceBefore: 0.1, eceAfter: 0.02 },
  abstention: { threshold: 0.3, targetRisk: 0.1, confidence: 0.95, coverage: 0.8, action: 'abstain', escalateTo: '' },
};
const patch = {
  slot: 'recall/questions',
  operations: [{ op: 'replace', path: '/k1', value: 1.5 }],
  baseHash: 'a',
  resultHash: 'c2',
  result: { k1: 1.5 },
  calibration,
};
const provenance = { jobId: 'j1', trialId: 't2', decisionId: 'd1', leaseId: 'l1', corrId: 'corr-1' };
const hints = { preset: 'quick', mode: 'balanced', diversity: 0.5 };

const reserved = (test: number, alpha: number): DecodedFact => ({
  type: 'promotion.alpha.reserved',
  data: {
    slot: 'recall/questions',
    test,
    jobId: 'j1',
    finalist: test - 1,
    candidateHash: `c${test}`,
    alpha,
    taskSet: 'questions@abc',
    look: test,
    looksAllowed: 3,
    spending: 'family_wise',
    slotAlpha: 0.05,
    spent: alpha,
  },
});

const settled = (test: number, promoted: boolean, nextAlpha: number): DecodedFact => ({
  type: 'promotion.alpha.settled',
  data: { slot: 'recall/questions', test, promoted, nextAlpha, spent: 0.01 * test },
});

const outcome = (answerId: string, solved: boolean, confidence?: number, decision = 'answered'): DecodedFact => ({
  type: 'modular.outcome.reported',
  data: {
    answerId,
    slot: 'recall/questions',
    label: 'candidate',
    unitId: 'u1',
    configurationHash: 'c2',
    slotVersion: 1,
    confidence,
    solved,
    decision,
    byLabel: false,
  },
});

/** Streams in their own order, as five services would publish them: one promoted job, and a lease that is denied. */
const streams: Readonly<Record<string, readonly DecodedFact[]>> = {
  j1: [
    {
      type: 'orchestrator.job.requested',
      data: {
        jobId: 'j1',
        category: 'agent_training',
        miniAgent: 'recall',
        agentVersion: '1.0.0',
        taskSet: 'questions@abc',
        goal: 'solve_rate',
        strategy: { name: 'random', candidates: 2 },
        budget: { episodes: 100, tokens: 0, costMicros: 0, wallMs: 60_000 },
        seed: 7,
        hints,
        topics: ['search'],
        tags: ['agent_training'],
        slot: 'recall/questions',
        subject: 'user:admin',
        gate: {
          alpha: 0.05,
          minGain: 0.03,
          futility: 0.1,
          runsPerItem: 2,
          confirmationItems: 20,
          spending: 'family_wise',
          holdoutLooks: 20,
          slices: [{ name: 'short', margin: 0.05 }],
        },
        promotion: {
          mode: 'approval',
          canaryShare: 0.1,
          canaryOutcomes: 100,
          canaryAlpha: 0.05,
          retrainWhenStale: false,
        },
        calibration: { method: 'auto', targetRisk: 0.1, riskConfidence: 0.95, action: 'abstain', escalateTo: '' },
      },
    },
    { type: 'orchestrator.job.started', data: { jobId: 'j1', leaseId: 'l1', incumbent: { k1: 1.2 } } },
    { type: 'governor.hints.applied', data: { jobId: 'j1', hints } },
    scheduled('t1', 'c1', 'search', 0),
    scheduled('t2', 'c2', 'search', 0),
    { type: 'orchestrator.trial.pruned', data: { jobId: 'j1', configurationHash: 'c1', round: 0 } },
    { type: 'orchestrator.job.paused', data: { jobId: 'j1' } },
    { type: 'orchestrator.job.resumed', data: { jobId: 'j1' } },
    { type: 'agent.calibrated', data: { jobId: 'j1', configurationHash: 'c2', calibration } },
    scheduled('t3', 'c2', 'gate', 0),
    {
      type: 'logic.unit.suggested',
      data: {
        jobId: 'j1',
        unitId: 'u1',
        slot: 'recall/questions',
        patch: [{ op: 'replace', path: '/k1', value: 1.5 }],
      },
    },
    {
      type: 'promotion.decided',
      data: {
        decisionId: 'd1',
        jobId: 'j1',
        outcome: 'promoted',
        reason: 'the evidence',
        slot: 'recall/questions',
        candidate: { k1: 1.5 },
        candidateHash: 'c2',
        incumbent: { k1: 1.2 },
        incumbentHash: 'c0',
        evidence: { e: 40 },
        leaseId: 'l1',
        gain: { estimate: 0.04, low: 0.012, high: 0.068, confidence: 0.95, items: 20 },
        outcomesHash: 'f00d',
      },
    },
    {
      type: 'promotion.approval.asked',
      data: { jobId: 'j1', decisionId: 'd1', unitId: 'u1', slot: 'recall/questions' },
    },
    {
      type: 'promotion.approved',
      data: { jobId: 'j1', decisionId: 'd1', subject: 'user:admin', reason: 'it reads well' },
    },
    { type: 'orchestrator.job.completed', data: { jobId: 'j1', outcome: 'promoted', reason: '' } },
  ],
  t1: [
    {
      type: 'evaluation.trial.progressed',
      data: { trialId: 't1', jobId: 'j1', slicesDone: 1, slices: 2, episodes: 5 },
    },
    completed('t1', 'c1', 0, 4),
  ],
  t2: [completed('t2', 'c2', 0, 8)],
  t3: [
    {
      type: 'evaluation.trial.failed',
      data: { trialId: 't3', jobId: 'j1', code: 'unavailable', reason: 'the agent is away', report: report(3, 1) },
    },
  ],
  't1-s0': [episode('t1', 0, true), episode('t1', 1, false)],
  't2-s0': [episode('t2', 0, true)],
  l1: [
    {
      type: 'lease.granted',
      data: {
        leaseId: 'l1',
        request: {
          principal: 'user:admin',
          subject: 'job:j1',
          capability: 'training.run',
          resource: 'agent:recall',
          budget: amount(100),
          wallMs: 60_000,
        },
        policies: ['p1'],
        fencingToken: 1,
        expiresAtMs: epoch,
      },
    },
    { type: 'budget.reserved', data: { leaseId: 'l1', reservationId: 'r1', amount: amount(10) } },
    { type: 'budget.reserved', data: { leaseId: 'l1', reservationId: 'r2', amount: amount(10) } },
    { type: 'budget.committed', data: { leaseId: 'l1', reservationId: 'r1', spent: amount(9), total: amount(9) } },
    { type: 'budget.committed', data: { leaseId: 'l1', reservationId: 'r2', spent: amount(4), total: amount(13) } },
    { type: 'lease.released', data: { leaseId: 'l1', spent: amount(13) } },
  ],
  l2: [
    {
      type: 'lease.denied',
      data: {
        leaseId: 'l2',
        request: {
          principal: 'user:x',
          subject: 'job:j2',
          capability: 'training.run',
          resource: 'agent:x',
          budget: amount(1),
          wallMs: 1,
        },
        policies: [],
        reason: 'default deny',
      },
    },
  ],
  recall: [
    {
      type: 'agent.registered',
      data: {
        profile: {
          id: 'recall',
          version: '1.0.0',
          role: 'recall',
          description: 'Finds.',
          searchSpace: [],
          defaults: { k1: 1.2 },
          requiredLeases: [],
          taskSets: ['questions'],
          tools: [],
          models: [],
          searchSplits: ['dev'],
          maxTokensPerEpisode: 0,
          maxCostMicrosPerEpisode: 0,
          episodeTimeoutMs: 0,
          deterministic: true,
        },
        runtime: 'builtin',
      },
    },
  ],
  questions: [
    {
      type: 'taskset.registered',
      data: {
        taskSet: {
          name: 'questions',
          hash: 'abc',
          role: 'recall',
          train: 1,
          dev: 2,
          holdout: 3,
          documents: 4,
          source: 'npm:x@1',
          licence: 'MIT',
        },
      },
    },
  ],
  u1: [
    {
      type: 'logic.unit.installed',
      data: {
        manifest: { unitId: 'u1', version: '1.0.0', title: 'Better', kind: 'config', patches: [patch], provenance },
      },
    },
    {
      type: 'logic.unit.canary_started',
      data: {
        unitId: 'u1',
        slot: 'recall/questions',
        decisionId: 'd1',
        jobId: 'j1',
        share: 0.2,
        outcomes: 100,
        alpha: 0.05,
      },
    },
    {
      type: 'logic.unit.canary_ended',
      data: {
        unitId: 'u1',
        slot: 'recall/questions',
        jobId: 'j1',
        outcome: 'passed',
        reason: 'no worse in 100 answers',
        evidence: { log_e_value: 0.1 },
      },
    },
    { type: 'logic.unit.promoted', data: { unitId: 'u1', patches: [patch], provenance } },
    {
      type: 'logic.unit.stale',
      data: {
        unitId: 'u1',
        slot: 'recall/questions',
        jobId: 'j1',
        reason: 'too sure of itself',
        evidence: { outcomes: 90 },
      },
    },
    { type: 'logic.unit.reverted', data: { unitId: 'u1', reason: 'it was worse' } },
  ],
  'recall/questions': [
    {
      type: 'logic.slot.changed',
      data: {
        slot: 'recall/questions',
        configuration: { k1: 1.5 },
        configurationHash: 'c2',
        unitId: 'u1',
        cause: 'promoted',
        version: 1,
      },
    },
    {
      type: 'logic.slot.labelled',
      data: {
        slot: 'recall/questions',
        labels: [
          { name: 'production', unitId: 'u1', configurationHash: 'c2' },
          { name: 'previous', unitId: '', configurationHash: '' },
        ],
        version: 2,
        stale: ['u1'],
      },
    },
    {
      type: 'logic.slot.changed',
      data: { slot: 'recall/questions', configurationHash: '', unitId: '', cause: 'reverted', version: 3 },
    },
  ],
  'ledger-recall/questions': [
    reserved(1, 0.03),
    settled(1, true, 0.0076),
    reserved(2, 0.0076),
    settled(2, false, 0.0034),
    reserved(3, 0.0034),
  ],
  'outcomes-recall/questions': [
    outcome('a1', true, 0.9),
    outcome('a2', false, 0.8),
    outcome('a3', true),
    outcome('a4', false, 0.2, 'abstained'),
    outcome('a5', true, 0.7),
  ],
};

/** Each stream's lines; all in the order in which they happened where the streams are put one after the other by `second`. */
export const story: readonly (readonly Line[])[] = Object.entries(streams).map(([key, facts], stream) =>
  facts.map((fact, at) => ({ key, fact, version: at + 1, second: at * 20 + stream })),
);
