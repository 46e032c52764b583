import type { evaluation } from '@ao/contracts';
import type { OneProcess } from '../platform/one-process.js';

const linesAtOnce = 1000;

/** Share of the items that a search may see: the splits train and dev. A little less than that, for the split is by hash. */
const searchShare = 0.58;

async function* requests(name: string, items: number): AsyncGenerator<evaluation.ImportTaskSetRequest> {
  yield { part: { $case: 'header', value: { name, role: 'tooling', licence: 'CC0-1.0' } } };
  for (let from = 0; from < items; from += linesAtOnce) {
    const lines = Array.from(
      { length: Math.min(linesAtOnce, items - from) },
      (_, index) =>
        `{"id":"item-${from + index}","input":{"text":"echo ${from + index}"},"target":{"text":"echo ${from + index}"}}\n`,
    );
    yield { part: { $case: 'items', value: Buffer.from(lines.join('')) } };
  }
}

/** Imports JSON Lines with enough items for trials of that many episodes. The answers are the questions, so the echo agent is always right. */
export const importEchoSet = async ({ taskSets }: OneProcess, name: string, episodesOfTrial: number): Promise<void> => {
  const { taskSet } = await taskSets.importTaskSet(requests(name, Math.ceil(episodesOfTrial / searchShare) + 10));
  if (taskSet === undefined || taskSet.train + taskSet.dev < episodesOfTrial)
    throw new Error(`the task set has too few items for ${episodesOfTrial} episodes: ${JSON.stringify(taskSet)}`);
};
