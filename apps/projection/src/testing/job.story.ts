import type { DecodedFact } from '@ao/contracts';
import { calibration } from './units.story.js';
import { epoch, type Streams } from './line.js';

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

const hints = { preset: 'quick', mode: 'balanced', diversity: 0.5 };

/** A job from its request to its promotion. */
export const jobStory: Streams = {
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
};
