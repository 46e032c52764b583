import { stateRows } from '@ao/contracts';
import { foldBatch, linksOf, stepsOf } from './view/fold-batch.js';
import { isServed, served } from './view/served-row.js';
import type { AnyView, ViewRow } from './view/view.js';
import { factOf, story, type Line } from './testing/story.js';
import { views } from './views.js';

/** Rows after each fact of the sample story, so that half-known rows count too. */
const everyRow = (view: AnyView, lines: readonly Line[]): readonly object[] => {
  const rows = new Map<string, ViewRow>();
  const links = new Map<string, string>();
  return lines.flatMap((line) => {
    const steps = stepsOf(view, [{ fact: line.fact, meta: factOf(line) }]);
    for (const [from, to] of linksOf(steps)) links.set(from, to);
    return foldBatch(steps, { rows, links }).flatMap(({ id, after }) => {
      rows.set(id, after);
      return isServed(after) ? [served(after)] : [];
    });
  });
};

const orders: readonly (readonly [string, readonly Line[]])[] = [
  ['as it happened', story.flat().sort((one, other) => one.second - other.second)],
  ['stream by stream', story.flat()],
  ['stream by stream, the last first', [...story].reverse().flat()],
];

it('has a schema for every view, and a view for every schema', () =>
  expect(views.map(({ name }) => name).sort()).toEqual(Object.keys(stateRows).sort()));

describe.each(views.map((view) => [view.name, view] as const))('%s', (name, view) => {
  const schema = stateRows[name as keyof typeof stateRows];

  it.each(orders)('gives rows of its schema and nothing else, %s', (_, lines) => {
    const rows = everyRow(view, lines);
    expect(rows.length).toBeGreaterThan(0);
    // A schema drops what it does not know: a row that comes out as it went in has no field without one.
    for (const row of rows) expect(schema.row.parse(row)).toEqual(row);
  });

  it('can be filtered by its own fields alone', () =>
    expect(view.filters.filter((field) => !(field in schema.row.shape))).toEqual([]));
});
