import type { TaskSetVersion } from '@ao/domain-evaluation';
import type { evaluation } from '@ao/contracts';
import type { EventMetadata } from '@ao/event-store';
import type { Database } from '../database.js';
import { invalid, orderOf, type ImportOrder } from './import-order.js';
import { previewTaskSet, registerTaskSet, type Fill } from './register.js';
import { LineRows } from './rows/line-rows.js';
import type { RowKind, RowReader, TakeRow } from './rows/row-reader.js';
import { rowsOf } from './rows/rows.js';
import { shortened } from './shortened.js';
import { RowsToItems } from './take-rows.js';

/** Bytes of one import. */
export const largestImport = 512_000_000;

type Request = evaluation.ImportTaskSetRequest;

/** What an import came to. */
export interface Imported extends Pick<evaluation.ImportTaskSetResponse, 'format' | 'preview' | 'unused'> {
  readonly taskSet: TaskSetVersion;
}

/** Sums up what came in; throws when it is too much. */
const meter = (): ((bytes: number) => void) => {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (total > largestImport) throw invalid('items', `of one import can have ${largestImport} bytes at most`);
  };
};

const readerOf = (order: ImportOrder, rows: RowsToItems, kind: RowKind): RowReader => {
  const take: TakeRow = kind === 'items' ? rows.takeItem : rows.takeDocument;
  if (!order.cutAnywhere) return new LineRows(take, true);
  if (kind === 'documents') return rowsOf({ kind, take, onFormat: () => undefined, onHeader: () => undefined });
  return rowsOf({
    kind,
    take,
    ...(order.format === undefined ? {} : { format: order.format }),
    onFormat: (format) => (rows.format = format),
    onHeader: rows.takeColumns,
  });
};

const readAll = async (requests: AsyncIterator<Request>, readers: Record<RowKind, RowReader>): Promise<void> => {
  const count = meter();
  for (let next = await requests.next(); !next.done; next = await requests.next()) {
    const part = next.value.part;
    if (part?.$case !== 'items' && part?.$case !== 'documents')
      throw invalid('part', 'must be items or documents after the header');
    count(part.value.length);
    await readers[part.$case].push(part.value);
  }
  await readers.documents.end();
  await readers.items.end();
};

/**
 * Imports a task set from a stream of requests, or only checks it; flat memory whatever its size. Throws DomainError `invalid_argument`
 * naming up to 20 lines.
 */
export const importTaskSet = async (
  database: Database,
  requests: AsyncIterable<Request>,
  metadata: EventMetadata,
): Promise<Imported> => {
  const iterator = requests[Symbol.asyncIterator]();
  const first = await iterator.next();
  const order = orderOf(first.done ? undefined : first.value);
  let rows: RowsToItems | undefined;
  const fill: Fill = async (staging, found) => {
    const taken = (rows = new RowsToItems(order, staging, found));
    await readAll(iterator, { items: readerOf(order, taken, 'items'), documents: readerOf(order, taken, 'documents') });
    const { chosen: _, ...header } = taken.header();
    return header;
  };
  const taskSet = order.dryRun ? await previewTaskSet(database, fill) : await registerTaskSet(database, fill, metadata);
  const { format = 'jsonl', preview = [], unused = [] } = rows ?? {};
  return { taskSet, format, preview: preview.map(shortened), unused: [...unused] };
};
