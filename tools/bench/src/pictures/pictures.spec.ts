import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drift } from './drift.js';
import { eValues } from './e-values.js';
import { ledger } from './ledger.js';
import { svgOf } from './picture.js';
import { reliability } from './reliability.js';

const docs = join(__dirname, '../../../../docs');
const committed = (file: string): string => readFileSync(join(docs, 'pictures', file), 'utf8');

it.each([eValues, ledger, drift, reliability])('$file is what the code draws, to the byte', async ({ file, draw }) => {
  const same = (await svgOf(draw(() => undefined))) === committed(file);
  expect(same).toBe(true);
});

it('every picture is shown in docs/science.md, small, on white paper, without a number that is none', () => {
  const text = readFileSync(join(docs, 'science.md'), 'utf8');
  const files = readdirSync(join(docs, 'pictures'));
  expect([...text.matchAll(/\]\(pictures\/([\w-]+\.svg)\)/g)].map(([, file]) => file).sort()).toEqual(files.sort());
  for (const file of files) {
    const svg = committed(file);
    expect(svg.length).toBeLessThan(100_000);
    expect(svg).toContain('fill="white"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  }
});
