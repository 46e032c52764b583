import { LRUCache } from 'lru-cache';
import type { Settings } from '../settings/settings.js';
import type { FeatureTable } from './feature-table.js';

/** A term of the index that is like one of the query, and how much a match of it counts, below 1. */
export interface SimilarTerm {
  readonly feature: number;
  readonly weight: number;
}

/** The terms of an index that are like a term, and not the same. */
export type SimilarTerms = (term: string) => readonly SimilarTerm[];

/** Shorter terms match exactly: looking for terms like them costs most and finds least. Characters. */
const shortestInexact = 4;
const mostEdits = 2;
/** What a term that begins like the query's, or is spelt like it, counts at most. */
const [prefixWeight, fuzzyWeight] = [0.375, 0.45];
/** Terms like one of the query that are looked up at most, the likest first. */
const mostSimilar = 32;
/** Terms of queries whose like are remembered. */
const mostRemembered = 5_000;

/** One bit a character, so that terms that differ in many characters are told apart at once: an edit changes two bits at most. */
const signatureOf = (term: string): number => {
  let bits = 0;
  for (let index = 0; index < term.length; index++) bits |= 1 << (term.charCodeAt(index) & 31);
  return bits;
};

const bitsIn = (bits: number): number => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
};

/** Edits from one text to another, or `most` + 1 where they are more (Levenshtein's distance by Wagner and Fischer's rows, given up once a row is above `most`). */
export const editDistance = (one: string, other: string, most: number): number => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let index = 1; index <= one.length; index++) {
    const next = [index];
    for (let column = 1; column <= other.length; column++) {
      const substituted = row[column - 1]! + (one[index - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[column]! + 1, next[column - 1]! + 1));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[other.length] ?? most + 1;
};

interface Dictionary {
  readonly terms: readonly string[];
  readonly features: Int32Array;
  readonly signatures: Int32Array;
}

const dictionaryOf = (table: FeatureTable): Dictionary => {
  const entries = [...table.terms()];
  return {
    terms: entries.map(([term]) => term),
    features: Int32Array.from(entries, ([, feature]) => feature),
    signatures: Int32Array.from(entries, ([term]) => signatureOf(term)),
  };
};

interface Likeness {
  readonly prefix: boolean;
  readonly edits: number;
}

/** How much another term counts for one of a query; 0: nothing. */
const likeness = (term: string, other: string, { prefix, edits }: Likeness): number => {
  if (prefix && other.length > term.length && other.startsWith(term))
    return (prefixWeight * term.length) / other.length;
  if (edits === 0) return 0;
  const distance = editDistance(term, other, edits);
  return distance > edits ? 0 : (fuzzyWeight * term.length) / (term.length + distance);
};

/** Whether two terms may be alike by their length and signature: nearly every term is out without a look at its characters. */
const mayBeLike = (longer: number, wanted: number, signature: number, { prefix, edits }: Likeness): boolean =>
  (prefix && longer > 0 && (wanted & ~signature) === 0) ||
  (edits > 0 && Math.abs(longer) <= edits && bitsIn(signature ^ wanted) <= 2 * edits);

const findSimilar = (
  term: string,
  { terms, features, signatures }: Dictionary,
  how: Likeness,
): readonly SimilarTerm[] => {
  const wanted = signatureOf(term);
  const found: SimilarTerm[] = [];
  for (let index = 0; index < terms.length; index++) {
    const other = terms[index]!;
    if (!mayBeLike(other.length - term.length, wanted, signatures[index]!, how)) continue;
    const weight = likeness(term, other, how);
    if (weight > 0) found.push({ feature: features[index]!, weight });
  }
  return found.sort((one, other) => other.weight - one.weight || one.feature - other.feature).slice(0, mostSimilar);
};

/** Finds terms by prefix, and by spelling those that no document holds, as the settings say. Words with digits are looked up exactly. */
export const similarTerms = (settings: Settings, table: FeatureTable): SimilarTerms => {
  const share = settings.text('fuzziness') === 'none' ? 0 : Number(settings.text('fuzziness'));
  const prefix = settings.toggle('prefix');
  if (share === 0 && !prefix) return () => [];
  const dictionary = dictionaryOf(table);
  const remembered = new LRUCache<string, readonly SimilarTerm[]>({ max: mostRemembered });
  return (term) => {
    if (term.length < shortestInexact || /\p{N}/u.test(term)) return [];
    const isKnown = table.find('term', term) !== undefined;
    const edits = isKnown ? 0 : Math.min(mostEdits, Math.round(share * term.length));
    const similar = remembered.get(term) ?? findSimilar(term, dictionary, { prefix, edits });
    remembered.set(term, similar);
    return similar;
  };
};
