import { RE2JS } from 're2js';

/** Compiled patterns that are kept. */
const kept = 200;
const patterns = new Map<string, RE2JS>();

/** Characters of a text that a pattern is looked for in, at most. */
export const longestSearched = 100_000;
/** Matches that are looked at for the last one, at most: each takes time linear in the text, all of them need not. */
const mostMatches = 1_000;

/**
 * The compiled pattern; ^ and $ stand for the ends of lines. RE2 takes time linear in the text whatever the pattern, so there are no
 * look-arounds and no back-references: throws where a pattern has them, or is none.
 */
const compiled = (source: string, foldCase: boolean): RE2JS => {
  const key = `${foldCase}:${source}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const pattern = RE2JS.compile(source, RE2JS.MULTILINE | (foldCase ? RE2JS.CASE_INSENSITIVE : 0));
  if (patterns.size >= kept) patterns.delete(patterns.keys().next().value as string);
  patterns.set(key, pattern);
  return pattern;
};

/** True: the pattern is somewhere in the text. */
export const isIn = (text: string, source: string, foldCase: boolean): boolean =>
  compiled(source, foldCase).matcher(text).find();

/** What a pattern finds: its first group where it has one that took part, else the whole match; undefined: nothing. */
export const foundIn = (
  text: string,
  source: string,
  { fold_case, match }: { readonly fold_case: boolean; readonly match: 'first' | 'last' },
): string | undefined => {
  const matcher = compiled(source, fold_case).matcher(text);
  let found: string | undefined;
  for (let count = 0; count < (match === 'first' ? 1 : mostMatches) && matcher.find(); count += 1)
    found = (matcher.groupCount() > 0 ? matcher.group(1) : undefined) ?? matcher.group() ?? undefined;
  return found;
};

/** Why a text is no pattern; undefined: it is one. */
export const patternProblem = (source: string): string | undefined => {
  try {
    compiled(source, false);
    return undefined;
  } catch (error) {
    return `is no regular expression of RE2: ${(error as Error).message}`;
  }
};
