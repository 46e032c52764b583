import type { DecodedFact } from '@ao/contracts';
import type { Streams } from './line.js';

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

/** What a slot's ledger of error says, and what its users report. */
export const slotLifeStory: Streams = {
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
