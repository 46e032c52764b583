import type { Decider } from '@ao/kernel';
import type { Outcome } from '../episode/outcome.js';
import { addOutcome, noSpend, type Spend } from '../episode/spend.js';
import type { Slice } from './plan.js';
import type { SliceEvent } from './slice.events.js';

/** Records what ran; an ordinal that is recorded already is left out, whoever ran it again. */
export interface RecordEpisodes {
  readonly type: 'RecordEpisodes';
  readonly trialId: string;
  readonly jobId: string;
  readonly sliceId: string;
  readonly configurationHash: string;
  readonly outcomes: readonly Outcome[];
}

/** What of a slice is in the log. */
export interface SliceState {
  readonly recorded: ReadonlySet<number>;
  readonly spent: Spend;
}

const record = ({ type: _, outcomes, ...identity }: RecordEpisodes, state: SliceState): readonly SliceEvent[] => {
  const taken = new Set<number>();
  return outcomes
    .filter(({ ordinal }) => !state.recorded.has(ordinal) && !taken.has(ordinal) && taken.add(ordinal))
    .map((outcome) => ({ type: 'EpisodeCompleted', data: { ...identity, outcome } }));
};

export const slice: Decider<RecordEpisodes, SliceEvent, SliceState> = {
  initial: { recorded: new Set(), spent: noSpend },
  decide: record,
  evolve: (state, { data: { outcome } }) => ({
    recorded: new Set(state.recorded).add(outcome.ordinal),
    spent: addOutcome(state.spent, outcome),
  }),
};

/** The ordinals of a slice that are still to run, in order. */
export const missingOrdinals = ({ ordinalFrom, count }: Slice, { recorded }: SliceState): readonly number[] =>
  Array.from({ length: count }, (_, index) => ordinalFrom + index).filter((ordinal) => !recorded.has(ordinal));
