import { gateDefaults, gateInitial, gateStep, type GateOutcome, type GateState, type GatePolicy } from '@ao/science';
import { itemsOf, type PairedBlock } from './blocks.js';
import { episodesInAll } from '../budget/caps.js';
import { gateRules } from './gate-rules.js';
import type { AlphaGrant, ItemRange } from '../training-job.events.js';
import {
  scheduledEpisodes,
  trialsOf,
  type Comparison,
  type Confirmation,
  type Finalist,
  type Progress,
  type TrackedTrial,
} from '../training-job.state.js';

/** Items that are run between two looks at the budget; the gate itself looks after every pair. */
export const blockSize = 50;

/** Items of the incumbent that a later finalist meets again: none where both arms run side by side, since latencies of another hour cannot be compared. */
const incumbentItems = (progress: Progress): number =>
  progress.request.interleaved
    ? 0
    : trialsOf(progress, 'gate')
        .filter(({ arm, continues }) => arm === 'incumbent' && continues === undefined)
        .reduce((sum, { count }) => sum + count, 0);

const episodesLeft = (progress: Progress): number => Math.max(0, episodesInAll(progress) - scheduledEpisodes(progress));

/** Episodes that are kept back for the confirmation: both arms, at most a quarter of what is left. */
const confirmationReserve = (progress: Progress): number => {
  const { confirmationItems, runsPerItem } = gateRules(progress.request);
  return Math.min(2 * confirmationItems * runsPerItem, Math.floor(episodesLeft(progress) / 4));
};

/** Pairs that the rest of the budget pays for: a pair costs one item's runs where the incumbent's are there already, else two. */
export const affordablePairs = (progress: Progress): number => {
  const { confirmationItems, runsPerItem } = gateRules(progress.request);
  const items = Math.floor((episodesLeft(progress) - confirmationReserve(progress)) / runsPerItem);
  const ready = incumbentItems(progress);
  // A block that an earlier comparison cut short is its arm's last: a later one does not go beyond it.
  const further = ready % blockSize === 0 ? Math.floor((items - ready) / 2) : 0;
  const pairs = items <= ready ? items : ready + further;
  return Math.max(0, Math.min(pairs, progress.request.taskSet.holdout - confirmationItems));
};

const policyFor = (progress: Progress, alpha: number): GatePolicy => {
  const {
    slotAlpha: _slot,
    spending: _spending,
    confirmationItems: _items,
    holdoutLooks: _looks,
    ...rules
  } = gateRules(progress.request);
  return { ...gateDefaults, ...rules, metric: progress.request.goal, alpha, maxPairs: affordablePairs(progress) };
};

/** Whether the rest of holdout and budget allow one more comparison. */
export const canCompare = (progress: Progress): boolean => affordablePairs(progress) >= gateDefaults.minPairs;

/** A comparison before its error is known. */
export const startComparison = (finalist: number): Comparison => ({
  finalist,
  calibration: null,
  grant: null,
  gate: null,
  blocks: 0,
  confirmation: { blocks: 0, pairs: [] },
  coverage: { answered: 0, runs: 0 },
});

/** The comparison with its part of the slot's error. */
export const withGrant = (progress: Progress, comparison: Comparison, grant: AlphaGrant): Comparison => ({
  ...comparison,
  grant,
  gate: gateInitial(policyFor(progress, grant.alpha)),
});

/** The block that is due: empty once the pairs are used up. */
export const blockRange = ({ blocks, gate }: Comparison): ItemRange => {
  const offset = blocks * blockSize;
  return { offset, count: Math.max(0, Math.min(blockSize, (gate?.policy.maxPairs ?? 0) - offset)) };
};

/**
 * Items at the end of the holdout's order that are the same for every seed, so that no other job's verdict uses them either. One order
 * serves all blocks of a job: one whose blocks began before orders had a reserve goes on without.
 */
export const reservedItems = (progress: Progress): number =>
  trialsOf(progress, 'gate')[0]?.reservedItems ?? gateRules(progress.request).confirmationItems;

/** Confirmation items that the budget pays for; those at the end of the holdout's order, which no verdict of the job uses. */
const confirmationItems = (progress: Progress, { confirmation }: Comparison): number => {
  const { confirmationItems: wished, runsPerItem } = gateRules(progress.request);
  const done = confirmation.pairs.length;
  return Math.min(wished, done + Math.floor(episodesLeft(progress) / (2 * runsPerItem)));
};

/** The block of confirmation items that is due: empty once all are measured. */
export const confirmationRange = (progress: Progress, comparison: Comparison): ItemRange => {
  const done = comparison.confirmation.blocks * blockSize;
  const scheduled = trialsOf(progress, 'confirmation').filter(({ round }) => round === comparison.confirmation.blocks);
  const offset = progress.request.taskSet.holdout - gateRules(progress.request).confirmationItems + done;
  if (scheduled[0] !== undefined) return { offset, count: scheduled[0].count };
  return { offset, count: Math.max(0, Math.min(blockSize, confirmationItems(progress, comparison) - done)) };
};

/** The gate after a block, pair by pair in the seed's order: arrival order never matters. */
export const observeBlock = (gate: GateState, { candidate, incumbent, slices }: PairedBlock): GateState => {
  const { metric, runsPerItem } = gate.policy;
  const incumbents = itemsOf(metric, runsPerItem, incumbent);
  return itemsOf(metric, runsPerItem, candidate).reduce(
    (state, each, item) =>
      gateStep(state, { candidate: each, incumbent: incumbents[item] as GateOutcome, slice: slices?.[item] ?? '' }),
    gate,
  );
};

/** The confirmation after a block. */
export const observeConfirmation = (
  { request }: Progress,
  { blocks, pairs }: Confirmation,
  { candidate, incumbent }: PairedBlock,
): Confirmation => {
  const { runsPerItem } = gateRules(request);
  const incumbents = itemsOf(request.goal, runsPerItem, incumbent);
  const measured = itemsOf(request.goal, runsPerItem, candidate).map(({ value }, item) => ({
    candidate: value,
    incumbent: incumbents[item]?.value ?? 0,
  }));
  return { blocks: blocks + 1, pairs: [...pairs, ...measured] };
};

/** One block of one comparison. */
export interface BlockPlace {
  readonly purpose: 'gate' | 'confirmation';
  readonly finalist: number;
  readonly block: number;
}

/** The mark that both trials of a block carry; undefined in jobs that are older than it. */
export const pairMark = (
  { request: { interleaved, jobId, seed } }: Progress,
  { purpose, finalist, block }: BlockPlace,
): string | undefined => (interleaved ? `${jobId}/${seed}/${purpose}/${finalist}/${block}` : undefined);

/** The trials of one arm in one block: none, one, or one and those that continue it. */
export const blockTrials = (
  progress: Progress,
  place: BlockPlace,
  configurationHash: string,
): readonly TrackedTrial[] => {
  const pair = pairMark(progress, place);
  return trialsOf(progress, place.purpose).filter(
    (trial) =>
      trial.configurationHash === configurationHash && trial.round === place.block && (!pair || trial.pair === pair),
  );
};

/** The finalist that is being compared. */
export const currentFinalist = (finalists: readonly Finalist[], comparison: Comparison): Finalist =>
  finalists[comparison.finalist] as Finalist;
