/** Letters of other scripts that look like a Latin one, in words that hold Latin letters too (after Unicode's confusables, UTS 39). */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  һ: 'h',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  ь: 'b',
  к: 'k',
  м: 'm',
  т: 't',
  н: 'h',
  в: 'b',
  г: 'r',
  п: 'n',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ѕ: 'S',
  Ј: 'J',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};
const word = /[\p{L}\p{M}]+/gu;
const latin = /\p{Script=Latin}/u;
const otherScript = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

const inOneScript = (text: string): string =>
  otherScript.test(text)
    ? text.replace(word, (each) =>
        latin.test(each) && otherScript.test(each)
          ? Array.from(each, (letter) => lookalikes[letter] ?? letter).join('')
          : each,
      )
    : text;

/** Three letters and more, each parted from the next by the same single mark: `f r e e`, `F.R.E.E`, `c-a-s-h`. */
const spaced = /(?<![\p{L}\p{N}])\p{L}([ ._\-*|~\u00b7])\p{L}(?:\1\p{L})+(?![\p{L}\p{N}])/gu;

const closedUp = (text: string): string =>
  text.replace(spaced, (letters, mark: string) => letters.replaceAll(mark, ''));

const digits: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', $: 's' };
/** A word with one or two signs in the place of a letter, letters on both sides: `fr3e`, `m0ney`, `ca$h`. */
const substituted = /(?<![\p{L}\p{N}@$])\p{L}+(?:[013457$]{1,2}\p{L}+)+(?![\p{L}\p{N}@$])/gu;

const spelled = (text: string): string =>
  text.replace(substituted, (each) => each.replace(/[013457$]/gu, (sign) => digits[sign] ?? sign));

/** The text with its letters as they are meant: one script a word, no spaces inside of words, no digits for letters. Expects visible text. */
export const withoutDisguise = (text: string): string => spelled(closedUp(inOneScript(text)));
