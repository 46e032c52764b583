import { widthOf } from './table.js';

/** The text's words in lines of at most `width` characters; a longer word has a line of its own. */
export const wrap = (text: string, width: number): string[] =>
  text.split(/\s+/u).reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && widthOf(last) + 1 + widthOf(word) <= width
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);

/** Every line further in. */
export const indent = (text: string, by = 2): string => text.replace(/^(?=.)/gmu, ' '.repeat(by));
