import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical } from './archive/canonical-json.js';
import { differences } from './archive/differences.js';
import { verifyArchive } from './index.js';
import { contrastOf, halfWidthOf } from './statistics/confidence-sequence.js';
import { normalProbability, studentWithin } from './statistics/distributions.js';
import { gainOf } from './statistics/gain.js';
import { bisect } from './statistics/numbers.js';
import { evenly, wealthOf } from './statistics/wealth.js';

it('imports nothing but itself and a hash', () => {
  const sources = globSync('**/*.ts', { cwd: __dirname }).filter((name) => !name.endsWith('.spec.ts'));
  expect(sources.length).toBeGreaterThan(10);
  const imports = sources.flatMap((name) =>
    [...readFileSync(join(__dirname, name), 'utf8').matchAll(/(?:from|import\(|require\() ?'([^']+)'/g)].map(
      ([, from]) => from as string,
    ),
  );
  const own = /^\.{1,2}\/(?:archive\/|gate\/|job\/|statistics\/)?[a-z-]+\.js$/;
  expect([...new Set(imports.filter((from) => !own.test(from)))]).toEqual(['node:crypto']);
});

describe('the arithmetic', () => {
  it('has the normal probabilities of the tables', () => {
    expect(normalProbability(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalProbability(-2.3263478740408408)).toBeCloseTo(0.01, 14);
    expect([normalProbability(0), normalProbability(9), normalProbability(-9)]).toEqual([0.5, 1, 0]);
  });

  it("has Student's probabilities of the tables, for odd and even degrees of freedom", () => {
    expect(studentWithin(12.706204736432102, 1)).toBeCloseTo(0.95, 10);
    expect(studentWithin(4.302652729749464, 2)).toBeCloseTo(0.95, 10);
    expect(studentWithin(2.2281388519649385, 10)).toBeCloseTo(0.95, 10);
    expect(studentWithin(2.0095752371292397, 49)).toBeCloseTo(0.95, 10);
  });

  it('bets as the likelihood ratio does: one stake of one half wins a factor of 1.5 and loses one of 0.5', () => {
    const wealth = wealthOf([{ stake: 0.5, weight: 1 }]);
    [1, 1, -1, 0].forEach((difference) => wealth.add(difference));
    expect(Math.exp(wealth.log())).toBeCloseTo(1.5 * 1.5 * 0.5, 14);
    expect(evenly(0, 1, 1).reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 14);
  });

  it('has mean and deviation of a sample, and no width below two values', () => {
    expect(contrastOf([1, 2, 3, 6])).toEqual({ count: 4, mean: 3, squares: 14 });
    expect(halfWidthOf(contrastOf([1]), 0.05)).toBe(Infinity);
    expect(contrastOf([])).toEqual({ count: 0, mean: 0, squares: 0 });
  });

  it('finds where something stops to hold, from either side', () => {
    expect(bisect((x) => x * x < 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
    expect(bisect((x) => x > -0.25, 0, -1)).toBeCloseTo(-0.25, 14);
  });

  it('measures a gain with an interval that mirrors with the sides and is the whole range for one item', () => {
    const seen = [1, 1, 0, 0, 0, -1, 1, 0, 0, 0.5];
    const [gain, mirrored] = [
      gainOf(seen, 0.95),
      gainOf(
        seen.map((each) => -each),
        0.95,
      ),
    ];
    expect(gain.estimate).toBeCloseTo(0.25, 14);
    expect([-mirrored.high, -mirrored.low]).toEqual([expect.closeTo(gain.low, 10), expect.closeTo(gain.high, 10)]);
    expect(gainOf([1], 0.95)).toEqual({ estimate: 1, low: -1, high: 1, confidence: 0.95, items: 1 });
  });
});

describe('what a line should be', () => {
  it('is canonical JSON', () => {
    expect(canonical({ b: [1, null, 'é"'], a: { z: 1e21, y: -0 } })).toBe(
      '{"a":{"y":0,"z":1e+21},"b":[1,null,"é\\""]}',
    );
  });

  it('differs by path; numbers only beyond rounding', () => {
    expect(differences({ a: 0.1 + 0.2, b: [1, 2] }, { a: 0.3, b: [1, 2] }, 'data')).toEqual([]);
    expect(differences({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3], c: null }, 'data')).toEqual([
      'expected data.b.1 2, found 3',
      'expected data.c undefined, found null',
    ]);
    expect(differences(Number.NaN, 1, 'data')).toHaveLength(1);
  });

  it('is never taken on trust: a file of anything gives differences, not an error', async () => {
    const files = [
      '',
      'null',
      '{}',
      '[]',
      '{"line":1,"kind":"constructor","data":{},"sha256":""}',
      '{"line":1,"kind":"event","data":{"type":"PromotionDecided","data":{}},"sha256":""}',
    ];
    for (const text of files) {
      const { ok, differences: found } = await verifyArchive([text]);
      expect([ok, found[0]?.line]).toEqual([false, 1]);
    }
  });
});
