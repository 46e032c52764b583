import { styleFor, plainStyle } from '../terminal/terminal.js';
import { patchText } from './patch.text.js';

it('shows a line before and a line after for each parameter that changed', () => {
  expect(
    patchText({ k: 1.2, b: 0.7, old: true }, { k: 0.83, b: 0.7, stemming: 'porter' }, plainStyle()).split('\n'),
  ).toEqual([
    '- k         1.2',
    '+ k         0.83',
    '- old       true',
    '+ stemming  porter',
    '1 other parameter as before.',
  ]);
});

it('says so when nothing differs', () =>
  expect(patchText({ k: 1 }, { k: 1 }, plainStyle())).toBe('No parameter differs.'));

it('is red and green on a terminal', () => {
  const text = patchText({ k: 1 }, { k: 2 }, styleFor(process.stdout, { FORCE_COLOR: '1' }));
  expect(text).toContain('\u001b[31m- k  1\u001b[39m\n\u001b[32m+ k  2\u001b[39m');
});

it('says nothing of other parameters where all differ', () => {
  expect(patchText({ skill: 0.5 }, { skill: 0.75 }, plainStyle())).toBe('- skill  0.5\n+ skill  0.75');
});

it('shows the beginning of a long text and its size, and the size alone of one that is not known', () => {
  const [known, unknown] = ['a'.repeat(64), 'b'.repeat(64)] as const;
  const text = 'You look at a coin and say what it shows. '.repeat(30);
  expect(
    patchText(
      { prompt: `content:sha256:${unknown}:1266` },
      { prompt: `content:sha256:${known}:1260` },
      plainStyle(),
      new Map([[known, text]]),
    ).split('\n'),
  ).toEqual([
    '- prompt  a text (1,266 bytes, sha256 bbbbbbbbbb)',
    '+ prompt  "You look at a coin and say what it shows. You look at a coi…" (1,260 bytes, sha256 aaaaaaaaaa)',
  ]);
});
