import type { Json } from './archive.js';
import { sum } from './arithmetic.js';
/** Pairs that the budget left for a comparison when it started. */
export const pairsFor = ({
  trials,
  request: {
    budget,
    taskSet,
    interleaved,
    gate: { confirmationItems, runsPerItem },
  },
}: Json): number => {
  const left = Math.max(0, budget.episodes - sum(trials.map(({ count, runs = 1 }: Json) => count * runs)));
  const items = Math.floor((left - Math.min(2 * confirmationItems * runsPerItem, Math.floor(left / 4))) / runsPerItem);
  // Where both arms run side by side, the incumbent runs again beside each finalist.
  const ready = sum(
    trials
      .filter(({ purpose, arm }: Json) => !interleaved && purpose === 'gate' && arm === 'incumbent')
      .map(({ count }: Json) => count),
  );
  return Math.max(
    0,
    Math.min(
      // A block that an earlier comparison cut short is its arm's last.
      items <= ready ? items : ready + (ready % 50 === 0 ? Math.floor((items - ready) / 2) : 0),
      taskSet.holdout - confirmationItems,
    ),
  );
};
/** Error that the slot's next test may spend, and what is gone: online fallback, or e-LOND. */
export const ledgerOf = ({ slotAlpha, spending }: Json, tests: Json[]) => {
  const [share, promotions] = [
    (slotAlpha * 6) / (Math.PI * (tests.length + 1)) ** 2,
    (until: number) => tests.slice(0, until).filter(({ promoted }) => promoted).length,
  ];
  if (spending === 'e_lond')
    return {
      nextAlpha: share * (promotions(tests.length) + 1),
      spent: sum(tests.map(({ alpha }, test) => alpha / (promotions(test) + 1))),
    };
  return {
    nextAlpha: share + (tests.at(-1)?.promoted ? tests.at(-1).alpha : 0),
    spent: sum(tests.map(({ alpha, promoted }) => (promoted ? 0 : alpha))),
  };
};
/** The results of two parts of one trial. */
export const pooled = (one: Json, other: Json) => {
  const episodes = one.episodes + other.episodes;
  const score = one.meanScore * one.episodes + other.meanScore * other.episodes;
  return { episodes, solved: one.solved + other.solved, meanScore: episodes === 0 ? 0 : score / episodes };
};
