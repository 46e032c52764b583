import type { EventStore } from '@ao/event-store';
import { archiveEntries, contentHashesOf } from './archive-entries.js';
import { archiveLines } from './archive-lines.js';
import { gzipped } from './gzip.js';
import { readHistory } from './job-history.js';

/** Long texts by their hash. */
export type TextsOf = (hashes: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * The evidence of a job that has ended: gzip of JSON Lines, see docs/evidence.md. The same job gives the same bytes, whenever it is
 * exported. Throws DomainError `not_found` for an unknown job and `failed_precondition` for one that has not ended.
 */
export async function* exportJob(
  store: EventStore,
  jobId: string,
  textsOf: TextsOf = async () => new Map(),
): AsyncGenerator<Buffer> {
  const history = await readHistory(store, jobId);
  const contents = await textsOf(contentHashesOf(history));
  yield* gzipped(archiveLines(archiveEntries(history.request, history, contents)));
}
