import { sum } from '../statistics/numbers.js';
import { told, type Story } from './story.js';
import { blockItems } from './trials.js';

/**
 * Pairs that the budget left for a comparison when it started: what the trials before did not take, less what the confirmation needs (two
 * arms, at most a quarter). Items on which the incumbent ran for an earlier finalist cost one run, the others two; where both arms run side
 * by side, the incumbent runs again beside each finalist. A block that an earlier comparison cut short is its arm's last.
 */
export const pairsFor = (story: Story): number => {
  const { budget, taskSet, gate, interleaved } = told(story.request, 'the training');
  const { confirmationItems, runsPerItem } = gate;
  const taken = sum(story.trials.map(({ count, runs = 1 }) => count * runs));
  const left = Math.max(0, budget.episodes - taken);
  const forConfirmation = Math.min(2 * confirmationItems * runsPerItem, Math.floor(left / 4));
  const items = Math.floor((left - forConfirmation) / runsPerItem);
  const ready = interleaved
    ? 0
    : sum(
        story.trials.filter(({ purpose, arm }) => purpose === 'gate' && arm === 'incumbent').map(({ count }) => count),
      );
  const beyond = ready % blockItems === 0 ? Math.floor((items - ready) / 2) : 0;
  const affordable = items <= ready ? items : ready + beyond;
  return Math.max(0, Math.min(affordable, taskSet.holdout - confirmationItems));
};
