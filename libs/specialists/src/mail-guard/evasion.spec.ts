import type { Json } from '@ao/kernel';
import { collect, inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import type { Session } from '../specialist.js';
import { spamAssassin } from '../task-sets/spam-assassin.source.js';
import { mailGuard } from './mail-guard.specialist.js';

const offer = 'CLICK HERE to win a FREE prize! Guaranteed cash, no credit check. Order now, this offer is limited!!!';
const harmless =
  'On Monday I looked at the patch for the list. The bug is in the loop that reads the file, so I think we should test the kernel module again. Thanks for the report. ';

const each = (text: string, change: (character: string) => string): string => Array.from(text, change).join('');
const fullWidth = (text: string): string =>
  each(text, (character) =>
    /[!-~]/u.test(character) ? String.fromCodePoint(character.codePointAt(0)! + 0xfee0) : character,
  );
const spaced = (text: string): string =>
  text
    .split(' ')
    .map((word) => Array.from(word).join(' '))
    .join('   ');
const cyrillic: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', c: 'с', E: 'Е', C: 'С', O: 'О' };
const base64 = (text: string): string =>
  `Content-Transfer-Encoding: base64\n\n${(
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/gu) ?? []
  ).join('\n')}\n`;
const quotedPrintable = (text: string): string =>
  each(text, (character) => `=${character.codePointAt(0)!.toString(16).toUpperCase()}`);
const hiding = (style: string): string =>
  `<html><body><p ${style}>${harmless.repeat(5)}</p><p>${offer}</p></body></html>`;

let guard: Session;
beforeAll(async () => {
  const items = await collect(spamAssassin.items());
  guard = await mailGuard.open(
    {},
    inMemoryKnowledge(
      [],
      items.filter((_, index) => index % 10 < 3),
    ),
  );
});

const asked = async (input: Json): Promise<{ label: string; confidence: number }> => {
  const { output, confidence } = await guard.run(input);
  return { label: (output as { label: string }).label, confidence: confidence ?? Number.NaN };
};

it.each<[string, string]>([
  ['as it is', offer],
  ['with letters spaced out', spaced(offer)],
  ['with characters of no width between letters', each(offer, (character) => `${character}\u200b`)],
  ['in full-width characters', fullWidth(offer)],
  ['with letters of another script', each(offer, (character) => cyrillic[character] ?? character)],
  ['with digits for letters', offer.replaceAll('e', '3').replaceAll('o', '0')],
  ['with accents', offer.replaceAll('e', 'é').replaceAll('o', 'ö')],
  ['in base64', base64(offer)],
  ['in quoted-printable', quotedPrintable(offer)],
  ['in character references', each(offer, (character) => `&#${character.codePointAt(0)};`)],
  ['with tags inside of words', each(offer, (character) => `${character}<b></b>`)],
  ['beside text that is not displayed', hiding('style="display: none"')],
  ['beside text of size 0', hiding("style='font-size:0px'")],
  ['beside white text', hiding('style="color:#ffffff"')],
  ['beside text in a comment', `<!-- ${harmless.repeat(5)} --><p>${offer}</p>`],
])('sees spam %s', async (_, text) => {
  const { label, confidence } = await asked({ text });
  expect({ label, isSure: confidence > 0.9 }).toEqual({ label: 'spam', isSure: true });
});

it.each([
  ['before', offer + harmless.repeat(8)],
  ['after', harmless.repeat(8) + offer],
  ['in the middle of', harmless.repeat(4) + offer + harmless.repeat(4)],
])('is not sure of a text with spam %s much harmless text', async (_, text) => {
  const { label, confidence } = await asked({ text });
  expect(label === 'spam' || confidence < 0.6).toBe(true);
  expect(await asked({ text: harmless.repeat(8) })).toMatchObject({ label: 'ham' });
});

it.each(['关于雨伞的退货办法请联系门店', 'Hyvää päivää, lähetän pöytäkirjan huomenna', 'xqzv wrtpl mnbgf qqqq', '★★★'])(
  'is not sure of what it has never seen: %s',
  async (text) => {
    expect((await asked({ text })).confidence).toBeLessThan(0.75);
  },
);

it('takes a mail without a body, and no empty mail', async () => {
  for (const input of [{ subject: 'FREE CASH OFFER', text: '' }, { subject: 'FREE CASH OFFER' }] as readonly Json[])
    expect(await asked(input)).toMatchObject({ label: 'spam' });
  for (const input of [{ subject: '', text: '' }, { subject: ' ' }, { text: '' }] as readonly Json[])
    expect(() => guard.run(input)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});
