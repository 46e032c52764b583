import fc from 'fast-check';
import { lineBatches } from './line-batches.js';

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const collect = async (batches: AsyncIterable<Buffer>): Promise<Buffer[]> => {
  const all: Buffer[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
};

it('keeps every byte, and never cuts a line', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.string({ unit: 'grapheme' })),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 60 }),
    async (lines, chunk, size) => {
      const bytes = Buffer.from(lines.join('\n'));
      const batches = await collect(lineBatches(chunked(bytes, chunk), size));
      expect(Buffer.concat(batches)).toEqual(bytes);
      for (const batch of batches.slice(0, -1)) expect(batch.at(-1)).toBe(10);
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    },
  );
  await fc.assert(property);
});

it('makes batches of about the size asked for', async () => {
  const bytes = Buffer.from('0123456789\n'.repeat(1_000));
  const sizes = (await collect(lineBatches(chunked(bytes, 64), 1_000))).map(({ length }) => length);
  expect(Math.max(...sizes)).toBeLessThan(1_100);
  expect(sizes.length).toBeLessThan(14);
});
