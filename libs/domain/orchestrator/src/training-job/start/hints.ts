import {
  oneOf,
  outside,
  searchModes,
  trainingLimits,
  trainingPresets,
  when,
  whole,
  type FieldViolation,
} from '@ao/kernel';
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

const shares = ['diversity', 'budget'] as const;

/** Hints about memory and context. No agent has either yet, so a job that was given one would not do what it says. */
const notTaken = ['recency', 'compression'] as const;
const taken = 'preset, mode, diversity, budget and episodes';

/** What is wrong with the hints for an agent, if anything. */
export const checkHints = (hints: RawHints, agent: string): FieldViolation[] => [
  ...oneOf('hints.preset', hints.preset, trainingPresets),
  ...oneOf('hints.mode', hints.mode, searchModes),
  ...shares.flatMap((name) => outside(`hints.${name}`, hints[name] ?? 0, 0, 1)),
  ...notTaken.flatMap((name) =>
    when(hints[name] !== undefined, `hints.${name}`, `is not a hint that "${agent}" takes; it takes ${taken}`),
  ),
  ...whole('hints.episodes', hints.episodes ?? 1, 1, trainingLimits.episodesEach),
];

/** The hints with defaults in place. Call checkHints first. */
export const normaliseHints = (hints: RawHints): Hints => ({
  preset: trainingPresets.find((name) => name === hints.preset) ?? 'balanced',
  mode: searchModes.find((name) => name === hints.mode) ?? 'balanced',
  diversity: hints.diversity ?? 0.5,
  recency: null,
  compression: null,
  budget: hints.budget ?? 0.7,
  episodes: hints.episodes ?? null,
});
