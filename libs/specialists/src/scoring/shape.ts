import type { FieldViolation, Json, JsonObject } from '@ao/kernel';

/** True for a JSON object (not an array, not null). */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member of that name, own members only; undefined where `value` is no object. */
export const member = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The strings of `value`, or what is wrong with it. */
export const readTexts = (value: Json | undefined, path: string): readonly string[] | FieldViolation => {
  if (!Array.isArray(value)) return { path, message: 'must be an array of strings' };
  const wrong = value.findIndex((entry) => typeof entry !== 'string' || entry === '');
  return wrong < 0
    ? (value as readonly string[])
    : { path: `${path}[${wrong}]`, message: 'must be a string that is not empty' };
};

/** False for what no database column of text can hold. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** `value` if it is a string of 1 to `longest` characters, otherwise what is wrong with it. */
export const readText = (value: Json | undefined, path: string, longest: number): string | FieldViolation => {
  if (typeof value !== 'string' || value.trim() === '') return { path, message: 'must be a string that is not empty' };
  if (!isStorable(value)) return { path, message: 'must be well-formed Unicode without U+0000' };
  return value.length <= longest
    ? value
    : { path, message: `must be at most ${longest} characters long, is ${value.length}` };
};

/** True for what the readers above return when something is wrong. */
export const isViolation = (value: string | readonly string[] | FieldViolation): value is FieldViolation =>
  typeof value === 'object' && 'message' in value;
