import { DomainError } from '@ao/kernel';
import type { PairedBlock } from './blocks.js';
import { due } from '../steps/due.js';
import { gateRules } from './gate-rules.js';
import type { Data } from '../training-job.commands.js';
import type { TrainingJobEvent } from '../training-job.events.js';
import type { TrainingJob } from '../training-job.state.js';

type Events = readonly TrainingJobEvent[];

const nothing: Events = [];

/** How the finalist's confidences are served, if that is due. */
export const fitCalibrator = ({ finalist, calibration }: Data<'FitCalibrator'>, job: TrainingJob): Events => {
  const step = due(job, 'fit_calibrator');
  return step?.finalist === finalist
    ? [{ type: 'CalibratorFitted', data: { finalist, configurationHash: step.configurationHash, calibration } }]
    : nothing;
};

/** The comparison's part of the slot's error, if that is due. */
export const acceptAlpha = (data: Data<'AcceptAlpha'>, job: TrainingJob): Events =>
  due(job, 'reserve_alpha')?.finalist === data.finalist ? [{ type: 'AlphaReserved', data }] : nothing;

const checkPaired = ({ block, itemIds, candidate, incumbent }: PairedBlock, runs: number): void => {
  const lengths = [itemIds.length * runs, candidate.solved.length, incumbent.solved.length];
  if (new Set(lengths).size > 1)
    throw new DomainError('internal', `block ${block} is not paired: ${lengths.join(', ')} outcomes`);
};

/** A block of pairs, if that one is due. */
export const compareBlock = (kind: 'compare_block' | 'confirm_block', data: PairedBlock, job: TrainingJob): Events => {
  const step = due(job, kind);
  if (!step || job.status !== 'running' || step.finalist !== data.finalist || step.block !== data.block) return nothing;
  checkPaired(data, gateRules(job.request).runsPerItem);
  return [{ type: kind === 'compare_block' ? 'BlockCompared' : 'ConfirmationCompared', data }];
};
