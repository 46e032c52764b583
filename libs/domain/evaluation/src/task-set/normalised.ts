import { canonicalJson, type Json } from '@ao/kernel';

const normalisedText = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** Texts, at any depth, in Unicode NFKC, lower case, and with single spaces. */
const normalised = (value: Json): Json => {
  if (typeof value === 'string') return normalisedText(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(normalised);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, normalised(entry)]));
  return value;
};

/** What makes two inputs copies of each other: the canonical JSON of the input with normalised texts. Object keys stay as they are. */
export const inputKey = (input: Json): string => canonicalJson(normalised(input));

const textsIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((entry) => textsIn(entry)) : [];
};

/** The words of an input's texts, normalised, in the order of the input. */
export const wordsOf = (input: Json): readonly string[] =>
  textsIn(normalised(input)).flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? []);
