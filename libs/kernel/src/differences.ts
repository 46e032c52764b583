import type { FieldViolation } from './domain-error.js';

const most = 20;
const longest = 80;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
};

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function* differing(before: unknown, now: unknown, path: string): Generator<FieldViolation> {
  if (isObject(before) && isObject(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    for (const key of keys) yield* differing(before[key], now[key], joined(path, key));
  } else if (Array.isArray(before) && Array.isArray(now) && before.length === now.length) {
    for (let at = 0; at < now.length; at++) yield* differing(before[at], now[at], joined(path, String(at)));
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
