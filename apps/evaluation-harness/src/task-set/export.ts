import { csvLine, itemLine } from '@ao/domain-evaluation';
import { canonicalJson, DomainError, isOneOf, oneOfDemand } from '@ao/kernel';
import type { Database } from '../database.js';
import { documentPages, itemPages } from './knowledge.store.js';
import { findTaskSet, type StoredTaskSet } from './task-set.store.js';

const formats = ['jsonl', 'items', 'csv'] as const;
type ExportFormat = (typeof formats)[number];

const headerLine = ({ name, role, licence, scorer, splitBy }: StoredTaskSet): string =>
  `${canonicalJson({ task_set: { name, role, licence, scorer, split_by: splitBy ?? 'id' } })}\n`;

async function* items({ sql }: Database, { contentId }: StoredTaskSet): AsyncGenerator<string> {
  for await (const page of itemPages(sql, contentId)) yield page.map((item) => `${itemLine(item)}\n`).join('');
}

/** What the task set is, its documents, its items: all that its hash stands for, in its order. */
async function* wholeFile(database: Database, set: StoredTaskSet): AsyncGenerator<string> {
  yield headerLine(set);
  for await (const page of documentPages(database.sql, set.contentId))
    yield page.map((document) => `${canonicalJson({ document })}\n`).join('');
  yield* items(database, set);
}

/** Values as JSON, so that a number stays a number. */
async function* csvFile({ sql }: Database, { contentId }: StoredTaskSet): AsyncGenerator<string> {
  yield csvLine(['id', 'input:json', 'target:json', 'metadata:json']);
  for await (const page of itemPages(sql, contentId))
    yield page
      .map(({ id, ...parts }) =>
        csvLine([id, canonicalJson(parts.input), canonicalJson(parts.target), canonicalJson(parts.metadata)]),
      )
      .join('');
}

const files: Readonly<Record<ExportFormat, (database: Database, set: StoredTaskSet) => AsyncGenerator<string>>> = {
  jsonl: wholeFile,
  items,
  csv: csvFile,
};

/**
 * A version as a file, piece by piece. In format jsonl it can be imported again by itself and gives the same hash; the others hold the items
 * alone. Throws DomainError `not_found`, and `invalid_argument` for another format.
 */
export async function* exportTaskSet(
  database: Database,
  { reference, format }: { readonly reference: string; readonly format: string },
): AsyncGenerator<string> {
  const wanted = format || 'jsonl';
  if (!isOneOf(formats, wanted)) {
    const message = oneOfDemand(formats);
    throw new DomainError('invalid_argument', `format ${message}`, [{ path: 'format', message }]);
  }
  yield* files[wanted](database, await findTaskSet(database.sql, reference));
}
