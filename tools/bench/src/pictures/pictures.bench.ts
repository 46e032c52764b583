import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Bench } from '../bench.js';
import { abstention } from './abstention.js';
import { canary } from './canary.js';
import { claimedGain } from './claimed-gain.js';
import { drift } from './drift.js';
import { eValues } from './e-values.js';
import { ledger } from './ledger.js';
import { looking } from './looking.js';
import { svgOf, type Picture } from './picture.js';
import { power } from './power.js';
import { reliability } from './reliability.js';
import { slotLife } from './slot-life.js';

const folder = join(__dirname, '../../../../docs/pictures');
const pictures: readonly Picture[] = [
  looking,
  eValues,
  slotLife,
  ledger,
  power,
  claimedGain,
  reliability,
  abstention,
  drift,
  canary,
];

/** Small enough to be read with a page, in KB. */
const largest = 100;

const changed = (path: string, svg: string): string => {
  if (!existsSync(path)) return 'new';
  return readFileSync(path, 'utf8') === svg ? 'as before' : 'changed';
};

/** Draws the pictures of docs/science.md from simulations of fixed seeds: the same code always gives the same bytes. */
export const drawPictures: Bench = async (say) => {
  mkdirSync(folder, { recursive: true });
  const rows = [];
  for (const { file, draw } of pictures) {
    const started = performance.now();
    const svg = await svgOf(draw(say));
    const path = join(folder, file);
    say(`  docs/pictures/${file}: ${changed(path, svg)}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
    writeFileSync(path, svg);
    rows.push(atMost(file, { ours: Buffer.byteLength(svg) / 1000, unit: 'KB' }, largest));
  }
  return rows;
};
