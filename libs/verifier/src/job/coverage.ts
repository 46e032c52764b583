import type { Arm } from '../gate/item.js';
import type { Verdict } from '../gate/verdict.js';
import { sum } from '../statistics/numbers.js';
import { told, type Story } from './story.js';

/** Whether the slot would give the answer of a run: it was not declined, and its confidence reaches the threshold. */
const isGiven = ({ confidence, refused }: Arm, run: number, threshold: number): boolean =>
  refused?.[run] !== '1' && (confidence?.[run] ?? -1) >= threshold;

/** A candidate with a threshold that would answer too little of the holdout is held, though it is proven better. */
export const withCoverage = (story: Story, verdict: Verdict): Verdict => {
  const abstention = story.calibrations.get(story.decisions.length)?.abstention;
  if (!abstention) return verdict;
  const { threshold } = abstention;
  const arms = story.blocks.filter(({ purpose }) => purpose === 'gate').map(({ data }) => data.candidate);
  const runs = sum(arms.map(({ solved }) => solved.length));
  const answered = sum(arms.map((arm) => [...arm.solved].filter((_, run) => isGiven(arm, run, threshold)).length));
  const minCoverage = told(story.request, 'the training').calibration?.minCoverage ?? 0;
  const isSilent = verdict.outcome === 'promoted' && answered < minCoverage * runs;
  return {
    outcome: isSilent ? 'held' : verdict.outcome,
    evidence: {
      ...verdict.evidence,
      ...(isSilent && { code: 'coverage' }),
      coverage: { answered, runs, minCoverage },
    },
  };
};
