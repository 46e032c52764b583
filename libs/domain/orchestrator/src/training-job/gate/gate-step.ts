import {
  affordablePairs,
  blockRange,
  blockTrials,
  confirmationRange,
  currentFinalist,
  pairMark,
  type BlockPlace,
} from './gate-plan.js';
import { capsBind, planEpisodes } from '../budget/caps.js';
import { gateRules } from './gate-rules.js';
import type { ItemRange } from '../training-job.events.js';
import { trialsOf, type Comparison, type Finalist, type Phase, type Progress } from '../training-job.state.js';
import type { PlannedTrial, Step } from '../steps/steps.js';

type GatePhase = Extract<Phase, { name: 'gate' }>;
type Purpose = 'gate' | 'confirmation';

/** Both arms of a block: scheduled where they are missing, compared once both are there. */
const pairedBlock = (
  progress: Progress,
  { comparison, finalists }: GatePhase,
  purpose: Purpose,
  at: ItemRange & { readonly block: number },
): Step => {
  const finalist = currentFinalist(finalists, comparison);
  const place: BlockPlace = { purpose, finalist: comparison.finalist, block: at.block };
  const candidate = blockTrials(progress, place, finalist.configurationHash);
  const incumbent = blockTrials(progress, place, progress.incumbentHash);
  if (candidate.length > 0 && incumbent.length > 0)
    return {
      kind: purpose === 'gate' ? 'compare_block' : 'confirm_block',
      finalist: comparison.finalist,
      block: at.block,
      count: at.count,
      candidateTrialIds: candidate.map(({ trialId }) => trialId),
      incumbentTrialIds: incumbent.map(({ trialId }) => trialId),
    };
  const pair = pairMark(progress, place);
  const planned = {
    ...(pair === undefined ? {} : { pair }),
    purpose,
    round: at.block,
    offset: at.offset,
    count: at.count,
    runs: gateRules(progress.request).runsPerItem,
  } as const;
  const missing: PlannedTrial[] = [
    ...(incumbent.length > 0 ? [] : [{ ...planned, configuration: progress.incumbent, arm: 'incumbent' } as const]),
    ...(candidate.length > 0 ? [] : [{ ...planned, configuration: finalist.configuration, arm: 'candidate' } as const]),
  ];
  return { kind: 'schedule', trials: missing, pruned: [] };
};

const fit = (progress: Progress, finalist: number, { configurationHash }: Finalist): Step => ({
  kind: 'fit_calibrator',
  finalist,
  configurationHash,
  trialIds: trialsOf(progress, 'search')
    .filter((trial) => trial.configurationHash === configurationHash)
    .map(({ trialId }) => trialId),
});

/** A proven candidate is measured on items that no verdict used, as far as the budget goes. */
const confirm = (progress: Progress, phase: GatePhase): Step => {
  const range = confirmationRange(progress, phase.comparison);
  return range.count === 0
    ? { kind: 'decide' }
    : pairedBlock(progress, phase, 'confirmation', { ...range, block: phase.comparison.confirmation.blocks });
};

/** What comes before a comparison may take a part of the slot's error: a plan where caps bind, and enough budget for a verdict. */
const beforeComparison = (progress: Progress, { finalist }: Comparison): Step | undefined => {
  const { request, plan } = progress;
  if (capsBind(request) && plan?.finalist !== finalist)
    return { kind: 'plan_episodes', finalist, ...planEpisodes(progress) };
  const [pays, least] = [affordablePairs(progress), request.leastPairs ?? 0];
  if (pays >= least) return undefined;
  const reason = `no verdict: what is left of the budget pays for ${pays} pairs, and a verdict takes at least ${least}`;
  return { kind: 'complete', outcome: 'held', reason, noVerdict: true };
};

/** What the comparison that is going on needs next. */
export const gateStep = (progress: Progress, phase: GatePhase): Step => {
  const { comparison } = phase;
  const before = comparison.grant === null ? beforeComparison(progress, comparison) : undefined;
  if (before) return before;
  const finalist = currentFinalist(phase.finalists, comparison);
  if (comparison.calibration === null) return fit(progress, comparison.finalist, finalist);
  if (comparison.gate === null)
    return { kind: 'reserve_alpha', finalist: comparison.finalist, candidateHash: finalist.configurationHash };
  const range = blockRange(comparison);
  if (comparison.gate.status === 'undecided' && range.count > 0)
    return pairedBlock(progress, phase, 'gate', { ...range, block: comparison.blocks });
  return comparison.gate.status === 'superior' ? confirm(progress, phase) : { kind: 'decide' };
};
