import type { SearchStrategy } from '@ao/kernel';
import { randomSearch } from './random-search.js';
import type { SearchOptions, Strategy } from './strategy.js';
import { successiveHalving } from './successive-halving.js';

/** The search strategies by the name that StartTraining takes. */
export const strategies = { random: randomSearch, successive_halving: successiveHalving } as const satisfies Readonly<
  Record<SearchStrategy, Strategy>
>;

export type StrategyName = keyof typeof strategies;

export const strategyNames = Object.keys(strategies) as readonly StrategyName[];

/** What a training job takes where its request says nothing. */
export const strategyDefaults = {
  name: 'successive_halving',
  candidates: 24,
  mode: 'balanced',
  diversity: 0.7,
} as const satisfies { readonly name: StrategyName } & Partial<SearchOptions>;
