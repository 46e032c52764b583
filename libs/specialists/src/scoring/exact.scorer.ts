import { canonicalJson, type Json } from '@ao/kernel';
import type { Scorer } from './score.js';

/** Texts without regard to case, white space and Unicode form, at any depth. */
const normalised = (value: Json): Json => {
  if (typeof value === 'string') return value.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, normalised(entry)]));
  return value;
};

/** 1 when both are the same JSON after normalising texts, otherwise 0. */
export const scoreExact: Scorer = (output, target) => {
  const solved = canonicalJson(normalised(output)) === canonicalJson(normalised(target));
  return { solved, score: solved ? 1 : 0, error: null };
};
