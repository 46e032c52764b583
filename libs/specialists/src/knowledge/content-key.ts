import { createHash } from 'node:crypto';
import type { TaskDocument, TaskItem } from '../specialist.js';

/** Reads all values and names them by the SHA-256 of their JSON, line by line: equal values in an equal order have the same key. */
const collectWithKey = async <T>(
  values: AsyncIterable<T>,
  text: (value: T) => string,
): Promise<{ readonly key: string; readonly values: readonly T[] }> => {
  const hash = createHash('sha256');
  const collected: T[] = [];
  for await (const value of values) {
    hash.update(text(value)).update('\n');
    collected.push(value);
  }
  return { key: hash.digest('base64url'), values: collected };
};

/** The documents of a corpus and the hash of their content. */
export const documentsWithKey = (
  documents: AsyncIterable<TaskDocument>,
): Promise<{ readonly key: string; readonly values: readonly TaskDocument[] }> =>
  collectWithKey(documents, ({ id, title, text }) => JSON.stringify([id, title, text]));

/** The items of a split and the hash of their content. */
export const itemsWithKey = (
  items: AsyncIterable<TaskItem>,
): Promise<{ readonly key: string; readonly values: readonly TaskItem[] }> =>
  collectWithKey(items, ({ id, input, target }) => JSON.stringify([id, input, target]));
