import type { Item } from '@ao/domain-evaluation';
import type { Json, JsonObject } from '@ao/kernel';

const shownText = 200;
const shownEntries = 20;

const short = (value: Json): Json => {
  if (typeof value === 'string')
    return value.length > shownText ? `${value.slice(0, shownText).toWellFormed()}…` : value;
  if (Array.isArray(value)) return (value as readonly Json[]).slice(0, shownEntries).map(short);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, shownEntries)
        .map(([key, entry]) => [key, short(entry)]),
    );
  return value;
};

/** An item as a preview shows it: texts of 200 characters at most, lists and objects of 20 entries. */
export const shortened = ({ id, input, target, metadata }: Item): Item => ({
  id,
  input: short(input),
  target: short(target),
  metadata: short(metadata) as JsonObject,
});
