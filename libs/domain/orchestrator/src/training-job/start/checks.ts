import type { FieldViolation } from '@ao/kernel';

/** A violation where something is wrong. */
export const when = (wrong: boolean, path: string, message: string): FieldViolation[] =>
  wrong ? [{ path, message }] : [];

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
