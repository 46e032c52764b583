import { filtersOf, stateFilters, stateViews, type FilterValues } from '@ao/contracts';
import { views } from '../views.js';
import { checkedFilters } from './checked-filters.js';

const viewOf = (name: string) => views.find((view) => view.name === name) as (typeof views)[number];
const closed = stateViews.flatMap((view) =>
  Object.entries<FilterValues>(stateFilters[view]).flatMap(([field, values]) =>
    values === 'any' ? [] : [[view, field, values] as const],
  ),
);

it('has the filters of every view in one table', () => {
  expect(views.map(({ name, filters }) => [name, filters])).toEqual(
    views.map(({ name }) => [name, filtersOf(name as (typeof stateViews)[number])]),
  );
  expect(views.map(({ name }) => name).sort()).toEqual([...stateViews].sort());
});

it.each(closed)('%s by %s: takes its values and names them where another is given', (view, field, values) => {
  for (const value of values) expect(checkedFilters(viewOf(view), { [field]: value })).toEqual([[field, value]]);
  expect(() => checkedFilters(viewOf(view), { [field]: 'nonsense' })).toThrow(
    expect.objectContaining({
      code: 'invalid_argument',
      violations: [{ path: field, message: `must be one of ${values.join(', ')}, not "nonsense"` }],
    }),
  );
});

it('names every wrong field at once', () => {
  expect(() => checkedFilters(viewOf('jobs'), { colour: 'red', status: 'done' })).toThrow(
    expect.objectContaining({
      violations: [expect.objectContaining({ path: 'colour' }), expect.objectContaining({ path: 'status' })],
    }),
  );
});
