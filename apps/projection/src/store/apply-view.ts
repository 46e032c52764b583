import type { Tx } from '@ao/postgres';
import { unknownRow } from '../view/fold-rules.js';
import {
  foldBatch,
  linksOf,
  neededLinks,
  neededRows,
  rowIdOf,
  stepsOf,
  type ReceivedFact,
  type RowChange,
  type Step,
} from '../view/fold-batch.js';
import type { ViewRow } from '../view/view.js';
import type { StoredRow, ViewTable } from './view-table.js';

interface LinkRow extends ViewRow {
  readonly to: string;
}

const linkId = (from: string): string => `link:${from}`;
const linkRow = ([from, to]: readonly [string, string]): StoredRow => ({
  id: linkId(from),
  row: { ...unknownRow, to } as LinkRow,
});

const loadLinks = async (tx: Tx, table: ViewTable, froms: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await table.load(tx, froms.map(linkId));
  return new Map([...rows].map(([id, row]) => [id.slice(linkId('').length), (row as LinkRow).to]));
};

const knownTo = async (
  tx: Tx,
  table: ViewTable,
  steps: readonly Step[],
  links: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, ViewRow>> =>
  table.view.insertOnly ? new Map() : table.load(tx, neededRows(steps, links));

const linksFor = async (
  tx: Tx,
  table: ViewTable,
  steps: readonly Step[],
): Promise<{ readonly made: ReadonlyMap<string, string>; readonly links: ReadonlyMap<string, string> }> => {
  const made = linksOf(steps);
  return { made, links: new Map([...(await loadLinks(tx, table, neededLinks(steps, made))), ...made]) };
};

/** The rows that facts are about, with the last fact about each: for facts that a rebuild has folded already. */
export const rowsAbout = async (
  tx: Tx,
  table: ViewTable,
  received: readonly ReceivedFact[],
): Promise<readonly RowChange[]> => {
  const steps = stepsOf(table.view, received);
  if (steps.length === 0 || table.view.insertOnly) return [];
  const { links } = await linksFor(tx, table, steps);
  const rows = await knownTo(tx, table, steps, links);
  const last = new Map(steps.map((step) => [rowIdOf(step, links), step.meta]));
  return [...rows].flatMap(([id, after]) => {
    const meta = last.get(id);
    return meta === undefined ? [] : [{ id, before: undefined, after, meta }];
  });
};

/**
 * Folds facts into one view: at most two selects and one upsert, however many facts there are. Answers what changed. The caller
 * keeps others away from the rows.
 */
export const applyView = async (
  tx: Tx,
  table: ViewTable,
  received: readonly ReceivedFact[],
): Promise<readonly RowChange[]> => {
  const steps = stepsOf(table.view, received);
  if (steps.length === 0) return [];
  const { made, links } = await linksFor(tx, table, steps);
  const rows = await knownTo(tx, table, steps, links);
  const changes = foldBatch(steps, { rows, links });
  await table.write(tx, [...changes.map(({ id, after }) => ({ id, row: after })), ...[...made].map(linkRow)]);
  return changes;
};
