import type { Json } from '@ao/kernel';

/** How two texts are made alike before they are compared. */
export interface TextOptions {
  /** White space at both ends goes, and inside becomes single spaces. */
  readonly trim: boolean;
  /** Case does not count. */
  readonly fold_case: boolean;
  /** Typographic quotes and dashes count as the plain ones. */
  readonly fold_punctuation: boolean;
  /** What is neither letter nor digit at both ends goes: `**B**`, `(B)`, `B.` and `$B$` are `B`. */
  readonly strip: boolean;
}

const quotesAndDashes = (text: string): string =>
  text
    .replace(/[‘’‚‛]/gu, "'")
    .replace(/[“”„‟]/gu, '"')
    .replace(/[‐‑‒–—−]/gu, '-');

/** What is left of a text that is all punctuation stays as it is: there would be nothing to compare. */
const stripped = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') || text;

/** The text as it is compared; always in Unicode NFKC. */
export const alike = (text: string, { trim, fold_case, fold_punctuation, strip }: TextOptions): string => {
  let result = text.normalize('NFKC');
  if (fold_punctuation) result = quotesAndDashes(result);
  if (trim) result = result.trim().replace(/\s+/gu, ' ');
  if (strip) result = stripped(result);
  return fold_case ? result.toLowerCase() : result;
};

/** Every text in a value, at any depth, as it is compared. */
export const allAlike = (value: Json, options: TextOptions): Json => {
  if (typeof value === 'string') return alike(value, options);
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => allAlike(entry, options));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, allAlike(entry, options)]));
  return value;
};
