import type { FieldViolation } from './domain-error.js';

const most = 20;
const longest = 80;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
};

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const ofSameLength = (before: unknown, now: unknown): boolean =>
  Array.isArray(before) && Array.isArray(now) && before.length === now.length;

/** Both are objects, or lists of the same length: their fields are compared one by one. */
const comparable = (before: unknown, now: unknown): boolean =>
  (isObject(before) && isObject(now)) || ofSameLength(before, now);

function* differing(before: unknown, now: unknown, path: string): Generator<FieldViolation> {
  if (comparable(before, now)) {
    const [one, other] = [before as Fields, now as Fields];
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    for (const key of keys) yield* differing(one[key], other[key], joined(path, key));
  } else if (JSON.stringify(before) !== JSON.stringify(now)) {
    yield { path, message: `was ${shown(before)} the first time, and is ${shown(now)} now` };
  }
}

/** Where two JSON values differ, by paths such as "input.job_id"; at most twenty places. */
export const differences = (before: unknown, now: unknown): readonly FieldViolation[] => {
  const found: FieldViolation[] = [];
  for (const each of differing(before, now, '')) {
    if (found.length === most) break;
    found.push(each);
  }
  return found;
};
