import type { FieldViolation } from '@ao/kernel';
import type { Hints } from './training-request.js';

/** Hints as they arrive: empty and absent mean the default. */
export interface RawHints {
  readonly preset?: string;
  readonly mode?: string;
  readonly diversity?: number;
  readonly recency?: number;
  readonly compression?: number;
  readonly budget?: number;
  readonly episodes?: number;
}

const presets = ['quick', 'balanced', 'thorough'] as const;
const modes = ['explore', 'balanced', 'exploit'] as const;
const shares = ['diversity', 'recency', 'compression', 'budget'] as const;

const share = (path: string, value: number | undefined): FieldViolation[] =>
  value === undefined || (value >= 0 && value <= 1) ? [] : [{ path, message: `must be from 0 to 1, not ${value}` }];

const oneOf = (path: string, value: string | undefined, allowed: readonly string[]): FieldViolation[] =>
  value === undefined || value === '' || allowed.includes(value)
    ? []
    : [{ path, message: `must be one of ${allowed.join(', ')}, not "${value}"` }];

/** What is wrong with the hints, if anything. */
export const checkHints = (hints: RawHints): FieldViolation[] => [
  ...oneOf('hints.preset', hints.preset, presets),
  ...oneOf('hints.mode', hints.mode, modes),
  ...shares.flatMap((name) => share(`hints.${name}`, hints[name])),
  ...(hints.episodes === undefined ||
  (Number.isInteger(hints.episodes) && hints.episodes >= 1 && hints.episodes <= 100_000)
    ? []
    : [{ path: 'hints.episodes', message: `must be a whole number from 1 to 100000, not ${hints.episodes}` }]),
];

/** The hints with defaults in place. Call checkHints first. */
export const normaliseHints = (hints: RawHints): Hints => ({
  preset: presets.find((name) => name === hints.preset) ?? 'balanced',
  mode: modes.find((name) => name === hints.mode) ?? 'balanced',
  diversity: hints.diversity ?? 0.5,
  recency: hints.recency ?? null,
  compression: hints.compression ?? null,
  budget: hints.budget ?? 0.7,
  episodes: hints.episodes ?? null,
});
