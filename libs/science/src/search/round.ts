import type { Configuration } from '@ao/kernel';
import { configurationKey } from './candidates.js';
import type { ProposedTrial, TrialResult } from './strategy.js';

/** One configuration's share of a round: items `offset` to `offset + count - 1` of the job's item order. */
export interface Entry {
  readonly configuration: Configuration;
  readonly offset: number;
  readonly count: number;
}

/** The trials of a round that nobody has run yet, `waiting` when some results are there, `complete` when all are. */
export const roundOf = (
  round: number,
  entries: readonly Entry[],
  results: readonly TrialResult[],
): readonly ProposedTrial[] | 'waiting' | 'complete' => {
  const told = new Set(results.filter((result) => result.round === round).map(({ key }) => key));
  const trials = entries.map((entry) => ({ key: configurationKey(entry.configuration), round, ...entry }));
  const open = trials.filter(({ key }) => !told.has(key));
  if (open.length === 0) return 'complete';
  return open.length < trials.length ? 'waiting' : trials;
};
