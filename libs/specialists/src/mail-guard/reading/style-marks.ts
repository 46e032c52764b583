import type { Message } from './message.js';

const marks: readonly (readonly [string, RegExp])[] = [
  ['link', /https?:\/\//gu],
  ['numeric-link', /https?:\/\/\d+\.\d+/gu],
  ['image', /<img\b/giu],
  ['tag', /<\/?\w+/gu],
  ['colour', /\bcolor\s*=|#[0-9a-f]{6}\b/giu],
  ['money', /[$€£]\s?\d/gu],
  ['percent', /\d\s?%/gu],
  ['digits', /\d{3,}/gu],
  ['capitals', /\b[A-Z]{4,}\b/gu],
  ['exclamation', /!/gu],
  ['quote', /^>/gmu],
];

/** Counts above this say no more. */
const most = 20;

const repeated = (name: string, count: number): readonly string[] =>
  Array.from({ length: Math.min(count, most) }, () => `style:${name}`);

/** How the message is written rather than what it says: one mark per occurrence, and the order of magnitude of each kind. */
export const styleMarks = ({ subject, text }: Message): readonly string[] =>
  marks.flatMap(([name, pattern]) => {
    const count = `${subject}\n${text}`.match(pattern)?.length ?? 0;
    return [...repeated(name, count), `style:${name}:${Math.round(Math.log2(count + 1))}`];
  });
