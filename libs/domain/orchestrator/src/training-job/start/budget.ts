import { budgetLimits, type FieldViolation } from '@ao/kernel';
import type { Budget, Hints } from './training-request.js';

/** A budget as it arrives: 0 and absent mean the default. */
export type RawBudget = Partial<Budget>;

const names = { episodes: 'episodes', tokens: 'tokens', costMicros: 'cost_micros', wallMs: 'wall_ms' } as const;

const presetEpisodes: Readonly<Record<Hints['preset'], number>> = { quick: 2_000, balanced: 8_000, thorough: 40_000 };

/** What is wrong with the budget, if anything. */
export const checkBudget = (budget: RawBudget): FieldViolation[] =>
  (Object.keys(names) as (keyof Budget)[]).flatMap((field) => {
    const value = budget[field];
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0 && value <= budgetLimits[field])) return [];
    return [
      {
        path: `budget.${names[field]}`,
        message: `must be a whole number from 0 (the default) to ${budgetLimits[field]}, not ${value}`,
      },
    ];
  });

/** The value of a budget's field by its path in a request. */
export const budgetFields = (budget: Budget, path: string): number =>
  (Object.keys(names) as (keyof Budget)[]).reduce(
    (found, field) => (path === `budget.${names[field]}` ? budget[field] : found),
    0,
  );

/** The budget with defaults in place: the preset's episodes, and tokens that cover the agent's most expensive run. */
export const normaliseBudget = (
  budget: RawBudget,
  hints: Hints,
  perEpisode: { readonly tokens: number; readonly costMicros: number },
): Budget => {
  const episodes = budget.episodes || presetEpisodes[hints.preset];
  return {
    episodes,
    tokens: budget.tokens || Math.min(budgetLimits.tokens, episodes * perEpisode.tokens),
    costMicros: budget.costMicros || Math.min(budgetLimits.costMicros, episodes * perEpisode.costMicros),
    wallMs: budget.wallMs || 60 * 60 * 1000,
  };
};
