/** One line of a file, still undecoded; blank lines are left out but counted. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

const newline = 0x0a;
const blank = new Set([0x20, 0x09, 0x0d]);

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => blank.has(byte));

/** Numbers the lines of chunks that each hold whole lines. */
export const lineReader = (): ((chunk: Uint8Array) => Generator<Line>) => {
  let number = 0;
  return function* read(chunk) {
    for (let start = 0; start < chunk.length;) {
      const found = chunk.indexOf(newline, start);
      const end = found < 0 ? chunk.length : found;
      number += 1;
      const bytes = chunk.subarray(start, end);
      if (!isBlank(bytes)) yield { number, bytes };
      start = end + 1;
    }
  };
};

/** Throws on bytes that are not UTF-8; a byte order mark is left out. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of a line; undefined where it is not UTF-8. */
export const decodeLine = ({ bytes }: Line): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};
