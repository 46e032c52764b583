import { canonical, sha256 } from '../archive/canonical-json.js';
import { replay } from '../gate/verdict.js';
import { gainOf, type Gain } from '../statistics/gain.js';
import { pairsFor } from './budget.js';
import { withCoverage } from './coverage.js';
import { expectFields, expectSame } from './expect.js';
import type { AlphaReserved, PromotionDecided } from './recorded.js';
import { told, type Story } from './story.js';

/** What the platform promises where a job does not say: no verdict before 20 pairs, 5 % error of each guardrail. */
const fixedRules = { minPairs: 20, guardrailAlpha: 0.05 };

/** A comparison begins: its policy follows from the request, from the error that it may spend, and from what the budget left. */
export const alphaReserved = (story: Story, data: AlphaReserved, line: number): void => {
  const { gate, goal } = told(story.request, 'the training');
  const { slotAlpha: _slot, spending: _rule, confirmationItems: _items, holdoutLooks: _looks, ...rules } = gate;
  story.policy = { ...fixedRules, ...rules, metric: goal, alpha: data.alpha, maxPairs: pairsFor(story) };
  story.blocks = [];
  story.pairs = { gate: [], confirmation: [] };
  story.grants.push({ ...data, line });
  expectFields(story, line, data, { finalist: story.decisions.length });
};

const gainConfidence = 0.95;

const measuredGain = ({ pairs }: Story): Gain | null => {
  const gains = pairs.confirmation.map(({ candidate, incumbent }) => candidate.value - incumbent.value);
  return gains.length === 0 ? null : gainOf(gains, gainConfidence);
};

/** Every trial of the finalist that could count is among the outcomes: none was left out. */
const expectAllBlocks = (story: Story, line: number, hash: string): void => {
  const trials = story.trials.filter((trial) => trial.purpose !== 'search' && trial.configurationHash === hash);
  expectSame(story, line, 'the number of blocks', [trials.length, story.blocks.length]);
};

/** Makes the decision again and compares it with the one that was recorded, number by number. */
export const promotionDecided = (story: Story, data: PromotionDecided, line: number): void => {
  const { seed, taskSet, slot } = told(story.request, 'the training');
  const { test, look, looksAllowed, finalist } = told(story.grants.at(-1), 'a part of the error');
  const candidate = told(story.finalists[story.decisions.length], 'another finalist');
  const { outcome, evidence } = withCoverage(story, replay(told(story.policy, 'a policy'), story.pairs.gate));
  const gain = measuredGain(story);
  const outcomesHash = sha256(canonical(story.blocks.map((block) => block.data)));
  expectFields(story, line, data, {
    ...told(story.incumbent, 'an incumbent'),
    slot,
    leaseId: told(story.lease, 'a lease')['leaseId'],
    candidate: candidate.configuration,
    candidateHash: candidate.configurationHash,
    outcome,
    gain,
    outcomesHash,
    evidence: {
      ...evidence,
      orderSeed: seed,
      taskSetHash: taskSet.hash,
      finalist,
      test,
      look,
      freshHoldoutDue: look >= looksAllowed,
    },
  });
  expectAllBlocks(story, line, candidate.configurationHash);
  const { decisionId } = data;
  const candidateHash = candidate.configurationHash;
  story.decisions.push({ line, decisionId, candidateHash, outcome, gain, outcomesHash, evidence });
  // Until the unit is promoted, a proven candidate is held.
  story.outcome = outcome === 'promoted' ? 'held' : outcome;
};
