/** Letters that no decomposition of Unicode maps to their plain form. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};
const plainLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');
// Marks of other scripts are letters in all but name: without its vowel signs a word of Hindi or Thai is another word.
const accents = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}])\p{Mn}+/gu;
const yo = /е\u0308/gu;
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const ascii = /^[\u0000-\u007f]*$/u;

/** The text in Unicode form NFKC (full-width and styled letters become plain ones), without characters that nobody sees (zero-width, soft hyphen). */
export const visibleText = (text: string): string =>
  ascii.test(text) ? text : text.replace(invisible, '').normalize('NFKC');

/** Lower case, and with `foldAccents` without accents and points. Expects NFKC. */
export const foldCase = (text: string, foldAccents: boolean): string => {
  const lower = text.toLowerCase();
  if (!foldAccents || ascii.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(accents, '$1')
    .replace(yo, 'е')
    .normalize('NFC')
    .replace(plainLetter, (letter) => plainLetters[letter] ?? letter);
};
