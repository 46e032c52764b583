import {
  documentOfRow,
  itemOfRow,
  mappedRow,
  partNamed,
  suggestion,
  unusedFields,
  type Checked,
  type Format,
  type Item,
  type MappedPart,
} from '@ao/domain-evaluation';
import type { Json, JsonObject, Role } from '@ao/kernel';
import { checkDocument, checkItem } from '@ao/specialists';
import { invalid, settle, type FileHeader, type ImportOrder, type Settled } from './import-order.js';
import { itemIds } from './item-ids.js';
import type { Problems } from './problems.js';
import type { TakeRow } from './rows/row-reader.js';
import type { Staging } from './staging.js';

/** Items that are shown of an import, and unused fields that are named. */
const shownItems = 5;
const mostUnused = 50;

const firstOf = (violations: readonly { readonly path: string; readonly message: string }[]): string | undefined =>
  violations[0] && `${violations[0].path} ${violations[0].message}`.trim();

/** A row of an exported file that wraps another thing than an item: `{"task_set": {...}}` or `{"document": {...}}`. */
const wrapped = (row: JsonObject, name: 'task_set' | 'document'): JsonObject | undefined => {
  const inside = Object.keys(row).length === 1 ? row[name] : undefined;
  return typeof inside === 'object' && inside !== null && !Array.isArray(inside) ? (inside as JsonObject) : undefined;
};

/** Makes items and documents of the rows of an import, and notes what is wrong with them. */
export class RowsToItems {
  /** As soon as the first row of items is there. */
  settled: Settled | undefined;
  format: Format = 'jsonl';
  readonly preview: Item[] = [];
  readonly unused = new Set<string>();
  private mapping: readonly MappedPart[] | undefined;
  private hinted = false;
  private readonly newId = itemIds();

  constructor(
    private readonly order: ImportOrder,
    private readonly staging: Staging,
    private readonly found: Problems,
  ) {
    this.mapping = order.mapping;
  }

  /** What the task set is, once every row is there. */
  header(): Settled {
    return (this.settled ??= settle(this.order));
  }

  /** The columns of a CSV: named as the parts of an item, or mapped. */
  readonly takeColumns = (columns: readonly string[]): void => {
    const { role } = this.header();
    if (this.order.mapping === undefined) this.mapping = this.mappingOf(role, columns);
    else this.checkSources(this.order.mapping, columns);
    unusedFields(columns, this.mapping ?? []).forEach((column) => this.noteUnused(column));
  };

  readonly takeItem: TakeRow = async (line, row) => {
    if (row.ok && (await this.takeWrapped(line, row.value))) return;
    const { role, splitBy } = this.header();
    const item = row.ok ? this.itemOf(role, row.value) : row;
    if (!item.ok) return this.note(line, item.problem, row);
    if (this.preview.length < shownItems) this.preview.push(item.value);
    await this.staging.item(line, item.value, splitBy);
  };

  readonly takeDocument: TakeRow = async (line, row) => {
    const read = row.ok ? documentOfRow(row.value) : row;
    const problem = read.ok ? firstOf(checkDocument(read.value as unknown as Json)) : read.problem;
    if (problem !== undefined) this.found.add('documents', line, problem);
    else if (read.ok) await this.staging.document(line, read.value);
  };

  /** Rows of an exported file that are no items. False: it is an item's. */
  private async takeWrapped(line: number, row: JsonObject): Promise<boolean> {
    if (this.mapping !== undefined) return false;
    const [header, document] = [wrapped(row, 'task_set'), wrapped(row, 'document')];
    if (header !== undefined) this.begin(line, header);
    if (document !== undefined) await this.takeDocument(line, { ok: true, value: document });
    return header !== undefined || document !== undefined;
  }

  private begin(line: number, header: FileHeader): void {
    if (this.settled === undefined) this.settled = settle(this.order, header);
    else this.found.add('items', line, 'must be the first row: it says what the task set is');
  }

  private mappingOf(role: Role, columns: readonly string[]): readonly MappedPart[] {
    const parts = columns.map((column) => partNamed(column, column));
    const known = parts.filter((part) => part !== undefined);
    if (known.length === columns.length) return known;
    throw invalid('items:1', suggestion('csv', role, columns));
  }

  private checkSources(mapping: readonly MappedPart[], columns: readonly string[]): void {
    const missing = mapping.find(({ source }) => !columns.includes(source));
    if (missing === undefined) return;
    const shown = columns.slice(0, 20).map((column) => JSON.stringify(column.slice(0, 40)));
    throw invalid('map', `names ${JSON.stringify(missing.source)}, but the columns are ${shown.join(', ')}`);
  }

  private itemOf(role: Role, row: JsonObject): Checked<Item> {
    const mapped = this.mapped(row);
    const read = mapped.ok ? itemOfRow(mapped.value) : mapped;
    if (!read.ok) return read;
    const item = { ...read.value, id: read.value.id ?? this.newId(read.value.input) };
    const problem = firstOf(checkItem(role, item, this.settled?.chosen));
    return problem === undefined ? { ok: true, value: item } : { ok: false, problem };
  }

  private mapped(row: JsonObject): Checked<JsonObject> {
    if (this.mapping === undefined) return { ok: true, value: row };
    if (this.format !== 'csv') unusedFields(Object.keys(row), this.mapping).forEach((field) => this.noteUnused(field));
    try {
      return { ok: true, value: mappedRow(row, this.mapping) };
    } catch (error) {
      return { ok: false, problem: (error as Error).message };
    }
  }

  private noteUnused(field: string): void {
    if (this.unused.size < mostUnused) this.unused.add(field.slice(0, 200));
  }

  /** The first row that is no item says what the rows are, and which option helps. */
  private note(line: number, problem: string, row: Checked<JsonObject>): void {
    const helps =
      row.ok && this.mapping === undefined && !this.hinted && /^(?:has an unknown|needs an?) /u.test(problem);
    this.hinted ||= helps;
    const hint = helps && row.ok ? `; ${suggestion(this.format, this.header().role, Object.keys(row.value))}` : '';
    this.found.add('items', line, `${problem}${hint}`);
  }
}
