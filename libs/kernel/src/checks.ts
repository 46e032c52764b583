import type { FieldViolation } from './domain-error.js';
import { shownText } from './names.js';

/**
 * The place of a fault in the caller's input, as every door writes it: fields in snake_case and indexes, joined by dots
 * ("manifest.patches.0.slot").
 */
export const pathOf = (...parts: readonly (string | number)[]): string => parts.filter((part) => part !== '').join('.');

/** A violation where something is wrong. */
export const when = (wrong: boolean, path: string, message: string): FieldViolation[] =>
  wrong ? [{ path, message }] : [];

/** The violations of a table of checks. */
export const violationsOf = (
  checks: readonly (readonly [wrong: boolean, path: string, message: string])[],
): FieldViolation[] => checks.flatMap(([wrong, path, message]) => when(wrong, path, message));

/** What a value of a closed list must be. */
export const oneOfDemand = (values: readonly string[]): string => `must be one of ${values.join(', ')}`;

/** Must be one of a closed list; empty and absent mean the default. */
export const oneOf = (path: string, value: string | undefined, values: readonly string[]): FieldViolation[] =>
  when(
    value !== undefined && value !== '' && !values.includes(value),
    path,
    `${oneOfDemand(values)}, not ${shownText(value ?? '')}`,
  );

/** Must lie strictly between 0 and 1 where it is given. */
export const share = (path: string, value: number | undefined): FieldViolation[] =>
  when(value !== undefined && !(value > 0 && value < 1), path, `must lie between 0 and 1, not ${value}`);

/** Must be a whole number in a range. */
export const whole = (path: string, value: number, low: number, high: number): FieldViolation[] =>
  when(
    !Number.isSafeInteger(value) || value < low || value > high,
    path,
    `must be a whole number from ${low} to ${high}, not ${value}`,
  );

/** Must be a number in a range. */
export const outside = (path: string, value: number, low: number, high: number): FieldViolation[] =>
  when(!(value >= low && value <= high), path, `must be from ${low} to ${high}, not ${value}`);

/** A margin where it is given: a share of at most `most`; negative switches the guard off. */
export const margin = (path: string, value: number | undefined, most: number): FieldViolation[] =>
  when(
    value !== undefined && !(value <= most && value > -Infinity),
    path,
    `must be a share of at most ${most}, or negative for no guard, not ${value}`,
  );

/** What a text of bounded length must be. */
export const lengthDemand = (least: number, most: number): string =>
  least === 0 ? `must have at most ${most} characters` : `must have ${least} to ${most} characters`;

/** Must have a number of characters in a range. */
export const textLength = (path: string, value: string, least: number, most: number): FieldViolation[] =>
  when(
    value.length < least || value.length > most,
    path,
    `${lengthDemand(least, most)}, not ${value.length.toString()}`,
  );
