import { readOutcome, type Outcome, type SliceEvent } from '@ao/domain-evaluation';
import type { Database } from '../database.js';
import { begunSlices } from '../slice/slice.store.js';

/** The outcomes of a trial in its item order, slice by slice: never more than one slice is in memory. */
export async function* outcomesOf({ sql, log }: Database, trialId: string): AsyncGenerator<readonly Outcome[]> {
  for (const sliceId of await begunSlices(sql, trialId)) {
    const { events } = await log.read<SliceEvent>(`slice-${sliceId}`);
    yield events.map(({ event }) => readOutcome(event.data.outcome)).sort((one, other) => one.ordinal - other.ordinal);
  }
}
