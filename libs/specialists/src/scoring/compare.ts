import { canonicalJson, type Json } from '@ao/kernel';
import type { ChosenScorer, ScorerOf, ScorerType } from './chosen-scorer.js';
import { foundIn, isIn, longestSearched } from './pattern.js';
import { isObject } from './shape.js';
import { alike, allAlike, type TextOptions } from './text-options.js';

/** Whether an output is right. A text says why the output cannot be read. */
export type Comparison = boolean | string;

/** Answers that are right, each by itself: the elements of a list, or the one value. */
const alternatives = (target: Json): readonly Json[] =>
  Array.isArray(target) ? (target as readonly Json[]) : [target];

const sameText = (one: Json, other: Json, options: TextOptions): boolean =>
  canonicalJson(allAlike(one, options)) === canonicalJson(allAlike(other, options));

const contains = (output: Json, target: Json, options: ScorerOf<'contains'>): Comparison => {
  if (typeof output !== 'string') return 'output must be a text';
  const text = alike(output, options);
  const wanted = alternatives(target).map((each) => alike(String(each), options));
  return options.all ? wanted.every((each) => text.includes(each)) : wanted.some((each) => text.includes(each));
};

const numberPattern = /[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/gu;
/** Groups of three digits are one number: 1,200 is 1200. */
const asNumber = (text: string): number => Number(text.replace(/,(?=\d{3}(?!\d))/gu, ''));

const numberIn = (text: string, from: ScorerOf<'number'>['from']): number => {
  if (from === 'whole') return text.trim() === '' ? Number.NaN : asNumber(text.trim());
  return asNumber((text.match(numberPattern) ?? []).at(from === 'first' ? 0 : -1)?.replace(/,+$/u, '') ?? '-');
};

/** The number in a value; undefined: there is none. */
export const numberOf = (value: Json, from: ScorerOf<'number'>['from'] = 'whole'): number | undefined => {
  const found = typeof value === 'string' ? numberIn(value, from) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};

const number = (output: Json, target: Json, { abs, rel, from }: ScorerOf<'number'>): Comparison => {
  const given = numberOf(output, from);
  if (given === undefined) return 'output holds no number';
  return alternatives(target).some((each) => {
    const wanted = numberOf(each) ?? Number.NaN;
    return Math.abs(given - wanted) <= Math.max(abs, rel * Math.abs(wanted));
  });
};

const fence = /^\s*(?:```|~~~)[^\n]*\n([\s\S]*?)\n?\s*(?:```|~~~)\s*$/u;

/** JSON in a text, a Markdown fence around it or not; undefined: none. */
export const jsonIn = (text: string): Json | undefined => {
  try {
    return JSON.parse(fence.exec(text)?.[1] ?? text) as Json;
  } catch {
    return undefined;
  }
};

/** The output without the fields that the target does not have, at every depth. */
const withoutExtra = (output: Json, target: Json): Json => {
  if (Array.isArray(output) && Array.isArray(target))
    return (output as readonly Json[]).map((entry, at) => withoutExtra(entry, (target as readonly Json[])[at] ?? null));
  if (!isObject(output) || !isObject(target)) return output;
  const known = Object.entries(output).filter(([name]) => Object.hasOwn(target, name));
  return Object.fromEntries(known.map(([name, entry]) => [name, withoutExtra(entry, target[name] as Json)]));
};

const json = (output: Json, target: Json, options: ScorerOf<'json'>): Comparison => {
  const given =
    typeof output === 'string' ? (jsonIn(output) ?? (typeof target === 'string' ? output : undefined)) : output;
  if (given === undefined) return 'output holds no JSON';
  const wanted = typeof target === 'string' ? (jsonIn(target) ?? target) : target;
  return sameText(options.extra_fields === 'ignore' ? withoutExtra(given, wanted) : given, wanted, options);
};

/** With a pattern of its own: what it finds, its first group where it has one, is the answer. Without: the target is the pattern. */
const regex = (output: Json, target: Json, options: ScorerOf<'regex'>): Comparison => {
  const text = typeof output === 'string' ? output : canonicalJson(output);
  if (text.length > longestSearched) return `output has ${text.length} characters, more than ${longestSearched}`;
  if (options.pattern === undefined)
    return alternatives(target).some((each) => isIn(text, String(each), options.fold_case));
  const found = foundIn(text, options.pattern, options);
  return found !== undefined && alternatives(target).some((each) => sameText(found, String(each), options));
};

type Compare<Type extends ScorerType> = (output: Json, target: Json, options: ScorerOf<Type>) => Comparison;

/** The one table of scorers that can be chosen. */
const comparisons: { readonly [Type in ScorerType]: Compare<Type> } = {
  exact: sameText,
  any_of: (output, target, options) => alternatives(target).some((each) => sameText(output, each, options)),
  contains,
  number,
  json,
  regex,
};

/** Compares an output with its target by a chosen scorer. */
export const compare = (output: Json, target: Json, scorer: ChosenScorer): Comparison =>
  (comparisons[scorer.type] as Compare<ScorerType>)(output, target, scorer);
