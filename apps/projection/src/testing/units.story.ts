import type { Streams } from './line.js';

/** How the unit's confidences are recalibrated. */
export const calibration = {
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

/** The unit that the job suggests, and its slot. */
export const unitsStory: Streams = {
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
};
