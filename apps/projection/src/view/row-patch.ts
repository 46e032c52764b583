import { compare, type Operation } from 'fast-json-patch';
import type { RowChange } from './fold-batch.js';
import { isServed, served } from './served-row.js';

/**
 * RFC 6902 operations from what was served to what is served now; a new row is added as a whole. Empty: nothing that is served
 * changed.
 */
export const rowPatch = ({ before, after }: RowChange): readonly Operation[] => {
  if (!isServed(after)) return [];
  if (!isServed(before)) return [{ op: 'add', path: '', value: served(after) }];
  return compare(served(before) as object, served(after) as object);
};
