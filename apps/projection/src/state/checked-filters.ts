import { stateFilters, type FilterValues } from '@ao/contracts';
import { DomainError, oneOfDemand, shownText, type FieldViolation } from '@ao/kernel';
import type { AnyView } from '../view/view.js';

const valuesOf = (view: string, field: string): FilterValues =>
  (stateFilters as Readonly<Record<string, Readonly<Record<string, FilterValues>>>>)[view]?.[field] ?? 'any';

const violation = ({ name, filters }: AnyView, field: string, value: string): FieldViolation[] => {
  if (!filters.includes(field))
    return [{ path: field, message: `is no filter of ${name}; they are ${filters.join(', ')}` }];
  const values = valuesOf(name, field);
  if (values === 'any' || values.includes(value)) return [];
  return [{ path: field, message: `${oneOfDemand(values)}, not ${shownText(value)}` }];
};

/**
 * The filters of a page as pairs, by name. Throws DomainError `invalid_argument` for a field that the view cannot be filtered by, and for a value
 * that its closed list does not have: an empty page would say that there is none.
 */
export const checkedFilters = (
  view: AnyView,
  filters: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] => {
  const pairs = Object.entries(filters).sort();
  const wrong = pairs.flatMap(([field, value]) => violation(view, field, value));
  const [first] = wrong;
  if (first === undefined) return pairs;
  throw new DomainError(
    'invalid_argument',
    `${view.name} cannot be filtered like this: ${first.path} ${first.message}`,
    wrong,
  );
};
