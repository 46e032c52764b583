import type { Label } from './label.js';

/** A non-decreasing curve: straight between its knots, flat outside. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Block {
  readonly weight: number;
  readonly x: number;
  readonly y: number;
}

const joined = (a: Block, b: Block): Block => {
  const weight = a.weight + b.weight;
  return { weight, x: (a.weight * a.x + b.weight * b.x) / weight, y: (a.weight * a.y + b.weight * b.y) / weight };
};

/** Adjacent violators pooled (Ayer, Brunk, Ewing, Reid and Silverman, 1955): the non-decreasing step function of least squares; equal neighbours are one block. */
export const pooled = (blocks: readonly Block[]): Block[] => {
  const kept: Block[] = [];
  for (const block of blocks) {
    let last = block;
    while (kept.length > 0 && (kept.at(-1) as Block).y >= last.y) last = joined(kept.pop() as Block, last);
    kept.push(last);
  }
  return kept;
};

const ofConfidence = (labels: readonly Label[]): Block[] => {
  const blocks: Block[] = [];
  for (const { confidence, solved } of [...labels].sort((a, b) => a.confidence - b.confidence)) {
    const block = { weight: 1, x: confidence, y: Number(solved) };
    const last = blocks.at(-1);
    if (last?.x === confidence) blocks[blocks.length - 1] = { ...joined(last, block), x: confidence };
    else blocks.push(block);
  }
  return blocks;
};

/** A rate that a block of few labels is not trusted with: half a label of each outcome more (Krichevsky and Trofimov, 1981). */
const cautious = (block: Block): Block => ({ ...block, y: (block.weight * block.y + 0.5) / (block.weight + 1) });

/**
 * Centred isotonic regression (Oron and Flournoy, 2017, "Centered isotonic regression: point and interval estimation for dose-response studies"): pooled blocks as knots at
 * their mean confidence. Strictly rising between its knots, so it keeps the order of confidences; never 0 or 1.
 */
export const isotonicCurve = (labels: readonly Label[]): Curve => {
  const blocks = pooled(pooled(ofConfidence(labels)).map(cautious));
  return { x: blocks.map(({ x }) => x), y: blocks.map(({ y }) => y) };
};

/** The curve at a place. */
export const onCurve = ({ x, y }: Curve, place: number): number => {
  const after = x.findIndex((knot) => knot > place);
  if (after === -1) return y.at(-1) ?? place;
  if (after === 0) return y[0] as number;
  const [left, right] = [x[after - 1] as number, x[after] as number];
  const [low, high] = [y[after - 1] as number, y[after] as number];
  return low + ((high - low) * (place - left)) / (right - left);
};
