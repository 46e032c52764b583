import type { EventStore } from '@ao/event-store';
import { archiveEntries } from './archive-entries.js';
import { archiveLines } from './archive-lines.js';
import { gzipped } from './gzip.js';
import { readHistory } from './job-history.js';

/**
 * The evidence of a job that has ended: gzip of JSON Lines, see docs/evidence.md. The same job gives the same bytes, whenever it is
 * exported. Throws DomainError `not_found` for an unknown job and `failed_precondition` for one that has not ended.
 */
export async function* exportJob(store: EventStore, jobId: string): AsyncGenerator<Buffer> {
  const history = await readHistory(store, jobId);
  yield* gzipped(archiveLines(archiveEntries(history.request, history)));
}
