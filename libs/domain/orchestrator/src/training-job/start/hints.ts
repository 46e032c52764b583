import { oneOf, outside, searchModes, trainingLimits, trainingPresets, whole, type FieldViolation } from '@ao/kernel';
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

const shares = ['diversity', 'recency', 'compression', 'budget'] as const;

/** What is wrong with the hints, if anything. */
export const checkHints = (hints: RawHints): FieldViolation[] => [
  ...oneOf('hints.preset', hints.preset, trainingPresets),
  ...oneOf('hints.mode', hints.mode, searchModes),
  ...shares.flatMap((name) => outside(`hints.${name}`, hints[name] ?? 0, 0, 1)),
  ...whole('hints.episodes', hints.episodes ?? 1, 1, trainingLimits.episodesEach),
];

/** The hints with defaults in place. Call checkHints first. */
export const normaliseHints = (hints: RawHints): Hints => ({
  preset: trainingPresets.find((name) => name === hints.preset) ?? 'balanced',
  mode: searchModes.find((name) => name === hints.mode) ?? 'balanced',
  diversity: hints.diversity ?? 0.5,
  recency: hints.recency ?? null,
  compression: hints.compression ?? null,
  budget: hints.budget ?? 0.7,
  episodes: hints.episodes ?? null,
});
