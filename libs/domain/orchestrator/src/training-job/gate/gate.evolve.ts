import { canCompare, observeBlock, observeConfirmation, startComparison, withGrant } from './gate-plan.js';
import { withCovered } from './coverage.js';
import type { PairedBlock } from './blocks.js';
import type { Decision, TrainingJobEvent } from '../training-job.events.js';
import type { Comparison, Phase, Progress } from '../training-job.state.js';

type Data<Type extends TrainingJobEvent['type']> = Extract<TrainingJobEvent, { type: Type }>['data'];

const withComparison = <Job extends Progress>(job: Job, change: (comparison: Comparison) => Comparison): Job =>
  job.phase.name === 'gate' ? { ...job, phase: { ...job.phase, comparison: change(job.phase.comparison) } } : job;

const searchEnded = <Job extends Progress>(job: Job, { finalists, reason }: Data<'SearchEnded'>): Job => {
  const searchOnly = job.request.mode === 'search_only';
  const phase: Phase =
    finalists.length === 0 || searchOnly
      ? { name: 'settled', outcome: searchOnly ? 'held' : 'rejected', reason }
      : { name: 'gate', finalists, comparison: startComparison(0) };
  return { ...job, phase };
};

const blockCompared = <Job extends Progress>(job: Job, block: PairedBlock): Job =>
  withComparison(job, (comparison) => ({
    ...comparison,
    blocks: comparison.blocks + 1,
    coverage: withCovered(comparison, block.candidate),
    gate: comparison.gate && observeBlock(comparison.gate, block),
  }));

/** After a promoted candidate the unit is due; after another the next finalist, while holdout and budget are left for it. */
const decided = <Job extends Progress>(job: Job, decision: Decision): Job => {
  if (job.phase.name !== 'gate') return job;
  const { finalists, comparison } = job.phase;
  if (decision.outcome === 'promoted')
    return {
      ...job,
      phase: {
        name: 'promotion',
        decision,
        calibration: comparison.calibration,
        unitId: null,
        stage: 'due',
        approval: null,
      },
    };
  const next = comparison.finalist + 1;
  if (next < finalists.length && canCompare(job))
    return { ...job, phase: { ...job.phase, comparison: startComparison(next) } };
  return { ...job, phase: { name: 'settled', outcome: decision.outcome, reason: decision.reason } };
};

/** The events from the end of the search to the last verdict. */
export const evolveGate = <Job extends Progress>(job: Job, event: TrainingJobEvent): Job => {
  switch (event.type) {
    case 'SearchEnded':
      return searchEnded(job, event.data);
    case 'CalibratorFitted':
      return withComparison(job, (comparison) => ({ ...comparison, calibration: event.data.calibration }));
    case 'AlphaReserved':
      return withComparison(job, (comparison) => withGrant(job, comparison, event.data));
    case 'BlockCompared':
      return blockCompared(job, event.data);
    case 'ConfirmationCompared':
      return withComparison(job, (comparison) => ({
        ...comparison,
        confirmation: observeConfirmation(job, comparison.confirmation, event.data),
      }));
    case 'PromotionDecided':
      return decided(job, event.data);
    default:
      return job;
  }
};
