import fc from 'fast-check';
import { readableText } from './readable-text.js';

const read = (text: string): string =>
  readableText(text, { seeThrough: true, stripMarkup: true }).replace(/\s+/gu, ' ').trim();

it.each([
  ['f r e e  c a s h', 'free cash'],
  ['F.R.E.E and c-a-s-h', 'FREE and cash'],
  ['a b is left alone', 'a b is left alone'],
  ['m0ney in room 101, mp3 and 4x4', 'money in room 101, mp3 and 4x4'],
  ['саsh но касса', 'cash но касса'],
  ['ma<b></b>il <i>now</i>', 'mail now'],
  ['<p>one</p><p>two</p>', 'one two'],
  ['a<script>var x = "spam"</script>b', 'a b'],
  ['a<div style="display:none">hidden<div>deep</div>still</div>b', 'a b'],
  ['<div hidden>no</div>yes', 'yes'],
  ['<td style="border-width:0;height:0">shown</td>', 'shown'],
  ['<font color="white">no</font><font color="white" style="background:red">yes</font>', 'yes'],
  ['1 &lt; 2 &amp; caf&#233;', '1 < 2 & café'],
  ['if (a < b && c > d)', 'if (a < b && c > d)'],
  ['see =C3=A9t=C3=A9 =3D fin', 'see été = fin'],
  ['x=10&y=2', 'x=10&y=2'],
  ['4f3a9c0e4f3a9c0e4f3a9c0e4f3a9c0e', '4f3a9c0e4f3a9c0e4f3a9c0e4f3a9c0e'],
])('"%s" reads "%s"', (text, wanted) => {
  expect(read(text)).toBe(wanted);
});

it('leaves a text alone where the settings say so', () => {
  const text = 'f r e e <b>cash</b> &amp; ｄｏｇ';
  expect(readableText(text, { seeThrough: false, stripMarkup: false })).toBe(text);
  expect(readableText(text, { seeThrough: false, stripMarkup: true })).toBe('f r e e  cash  &amp; ｄｏｇ');
});

it('reads any text, and a text that is read stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', 'p', ' ', '/', '!', '-', '=', '&', '#', ';', 'a', '1') }),
      (text) => {
        expect(typeof read(text)).toBe('string');
      },
    ),
  );
});

it.each(['<!--', '<script>', '<p hidden>', '<', '&#1', 'a1', '=41', `${'A'.repeat(30)}\n`, 'a '])(
  'reads %j over and over in a number of steps that grows with the text',
  (part) => {
    expect(read(part.repeat(100_000 / part.length)).length).toBeLessThanOrEqual(100_000);
  },
);
