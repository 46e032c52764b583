import { gateDefaults, gateInitial, gateStep, shareAlpha, type GatePolicy, type GateState } from '@ao/science';
import { scheduledEpisodes, trialsOf, type Comparison, type Finalist, type Progress } from './training-job.state.js';
import type { BlockOutcomes, GateRules } from './training-job.events.js';

/** What the gate promises where the operator says nothing: measured latency is noisy, so its margin is wide and a few milliseconds decide nothing. */
export const defaultGateRules: GateRules = { alpha: 0.05, latencyMargin: 1, latencyFloorMs: 10, tokensMargin: 0.25, minGain: 0.05 };

/** Most candidates of one job that meet the incumbent on the holdout. */
export const maxFinalists = 3;

/** Pairs that are run between two looks at the budget; the gate itself looks after every pair. */
export const blockSize = 50;

/** Pairs of the incumbent that the holdout already holds: a later finalist meets the same outcomes. */
const incumbentPairs = (progress: Progress): number =>
  trialsOf(progress, 'gate').filter(({ arm }) => arm === 'incumbent').reduce((sum, { count }) => sum + count, 0);

/** Pairs that the rest of the budget pays for: a pair costs one episode where the incumbent's is there already, else two. */
export const affordablePairs = (progress: Progress): number => {
  const left = progress.request.budget.episodes - scheduledEpisodes(progress);
  const ready = incumbentPairs(progress);
  const pairs = left <= ready ? left : ready + Math.floor((left - ready) / 2);
  return Math.min(pairs, progress.request.taskSet.holdout);
};

const policyFor = (progress: Progress, finalist: number): GatePolicy => ({
  ...gateDefaults,
  ...progress.request.gate,
  alpha: shareAlpha(progress.request.gate.alpha, finalist),
  maxPairs: affordablePairs(progress),
});

/** A comparison that starts now, with its share of the job's error. */
export const startComparison = (progress: Progress, finalist: number): Comparison => ({ finalist, blocks: 0, gate: gateInitial(policyFor(progress, finalist)) });

/** Where a block starts in the holdout's order, and how many pairs it has. */
export const blockRange = (comparison: Comparison): { offset: number; count: number } => {
  const offset = comparison.blocks * blockSize;
  return { offset, count: Math.max(0, Math.min(blockSize, comparison.gate.policy.maxPairs - offset)) };
};

const arm = ({ solved, latencyMs, tokens }: BlockOutcomes, index: number): { solved: boolean; latencyMs: number; tokens: number } => ({
  solved: solved[index] === '1',
  latencyMs: latencyMs[index] ?? 0,
  tokens: tokens[index] ?? 0,
});

/** The gate after a block, pair by pair in the seed's order: arrival order never matters. */
export const observeBlock = (gate: GateState, candidate: BlockOutcomes, incumbent: BlockOutcomes): GateState =>
  [...candidate.solved].reduce((state, _, index) => gateStep(state, { candidate: arm(candidate, index), incumbent: arm(incumbent, index) }), gate);

/** The gate's trial of one arm in one block, if it was scheduled. */
export const blockTrial = (progress: Progress, armName: 'candidate' | 'incumbent', configurationHash: string, block: number) =>
  trialsOf(progress, 'gate').find((trial) => trial.arm === armName && trial.configurationHash === configurationHash && trial.round === block);

/** The finalist that is being compared. */
export const currentFinalist = (finalists: readonly Finalist[], comparison: Comparison): Finalist => finalists[comparison.finalist] as Finalist;
