import fc from 'fast-check';
import { foldCase, visibleText } from './fold.js';
import { segmenter, type Segmentation } from './segment.js';

const usual: Segmentation = { foldAccents: true, splitIdentifiers: true, unspaced: 'pairs' };
const split = (text: string, change: Partial<Segmentation> = {}): readonly string[] =>
  segmenter({ ...usual, ...change })(text);

it.each<[string, string, string]>([
  ['accents', 'Crème à la PÊCHE', 'creme a la peche'],
  ['letters that do not decompose', 'Straße Øre Łódź œuvre', 'strasse ore lodz oeuvre'],
  ['Greek, with its last sigma', 'Ὀδυσσεύς', 'οδυσσευσ'],
  ['Russian ё, and not й', 'Ёлка мой', 'елка мой'],
  ['Turkish capital i', 'İstanbul', 'istanbul'],
  ['points of Arabic and Hebrew', 'كِتَاب שָׁלוֹם', 'كتاب שלום'],
  ['full width and styled letters', 'ＦＲＥＥ 𝐜𝐚𝐬𝐡 ﬁne', 'free cash fine'],
  ['characters that nobody sees', 'f\u200br\u00ade\u2060e', 'free'],
  ['a composed and a decomposed letter', 'é e\u0301', 'e e'],
])('folds %s', (_, text, wanted) => {
  expect(foldCase(visibleText(text), true)).toBe(wanted);
});

it('keeps signs that make another word of Hindi and Thai', () => {
  for (const text of ['किताब', 'น้ำ'.normalize('NFKC')])
    expect(foldCase(visibleText(text), true)).toBe(text.normalize('NFC'));
});

it('leaves accents alone where the settings say so', () => {
  expect(split('Café', { foldAccents: false })).toEqual(['café']);
});

it.each<[string, readonly string[]]>([
  ['It costs 3.14 or 1,000', ['it', 'costs', '3.14', '3', '14', 'or', '1,000', '1', '000']],
  ['ISO-9001 and well-known', ['iso-9001', 'iso', '9001', 'and', 'well', 'known']],
  ['a@b.org', ['a@b.org', 'a', 'b', 'org']],
  ['C++ or C#', ['c++', 'c', 'or', 'c#', 'c']],
  [
    'math.triangleArea get_area',
    ['math.trianglearea', 'math', 'trianglearea', 'triangle', 'area', 'get_area', 'get', 'area'],
  ],
  ["what's l'école", ['what', 's', 'l', 'ecole']],
  ['雨伞退货', ['雨', '雨伞', '伞', '伞退', '退', '退货', '货']],
  ['雨伞iphone手机', ['雨', '雨伞', '伞', 'iphone', '手', '手机', '机']],
  ['', []],
  ['?! ...', []],
])('parts "%s"', (text, wanted) => {
  expect(split(text)).toEqual(wanted);
});

it('parts scripts without spaces by dictionary where the settings say so', () => {
  expect(split('雨伞的退货办法', { unspaced: 'words' }).join('')).toBe('雨伞的退货办法');
  expect(split('雨伞的退货办法', { unspaced: 'words' })).toContain('雨伞');
  expect(split('สวัสดีชาวโลก', { unspaced: 'words' }).length).toBeGreaterThan(1);
});

it('finds the same words in a text and in the same text told otherwise', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(split(text.normalize('NFD'))).toEqual(split(text.normalize('NFC')));
      for (const word of split(text)) expect(word).not.toBe('');
    }),
  );
});
