import { decodeLine, lineReader } from './line-reader.js';

const text = (content: string): Uint8Array => Buffer.from(content);
const read = (...chunks: readonly string[]): unknown[] => {
  const reader = lineReader();
  return chunks.flatMap((chunk) => [...reader(text(chunk))].map((line) => [line.number, decodeLine(line)]));
};

it('numbers lines over all chunks and counts blank ones', () => {
  expect(read('a\n\nb\n', 'c\r\n  \n', 'd')).toEqual([
    [1, 'a'],
    [3, 'b'],
    [4, 'c\r'],
    [6, 'd'],
  ]);
});

it('reads nothing from nothing', () => {
  expect(read('', '\n\n')).toEqual([]);
});

it('leaves out a byte order mark and refuses what is not UTF-8', () => {
  expect(read('\uFEFFa')).toEqual([[1, 'a']]);
  expect(decodeLine({ number: 1, bytes: Uint8Array.of(0xc3, 0x28) })).toBeUndefined();
});
