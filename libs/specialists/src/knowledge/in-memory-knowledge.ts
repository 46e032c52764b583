import type { Knowledge, TaskDocument, TaskItem } from '../specialist.js';

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** Knowledge that is already in memory: a corpus and the items of the train split. */
export const inMemoryKnowledge = (documents: readonly TaskDocument[], train: readonly TaskItem[] = []): Knowledge => ({
  documents: () => each(documents),
  items: () => each(train),
});

/** All values of a stream, in order. */
export const collect = async <T>(values: AsyncIterable<T>): Promise<readonly T[]> => {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
};
