import { DomainError } from '@ao/kernel';

const quote = 0x22;
const backslash = 0x5c;
const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

/** Place of the quote that ends the string which begins at `start`. */
const endOfString = (bytes: Uint8Array, start: number): number => {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === backslash) at++;
    else if (bytes[at] === quote) return at;
  }
  return bytes.length;
};

/** How deep arrays and objects lie in each other; read from the bytes, before anything recursive sees them. */
export const jsonDepth = (bytes: Uint8Array): number => {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) at = endOfString(bytes, at);
    else if (opens(byte)) deepest = Math.max(deepest, ++depth);
    else if (closes(byte)) depth--;
  }
  return deepest;
};

const decoded = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('invalid_argument', 'the body is not valid UTF-8');
  }
};

/** A JSON body from its bytes. Throws DomainError `invalid_argument` for bad UTF-8, malformed JSON, and JSON deeper than `maxDepth`. */
export const parseJsonBody = (bytes: Uint8Array, maxDepth: number): unknown => {
  if (bytes.length === 0) return undefined;
  const text = decoded(bytes);
  if (jsonDepth(bytes) > maxDepth)
    throw new DomainError('invalid_argument', `the body is nested deeper than ${maxDepth} levels`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError('invalid_argument', `the body is not valid JSON: ${(error as Error).message.slice(0, 200)}`);
  }
};
