import fc from 'fast-check';
import { jsonDepth, parseJsonBody } from './json-body.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

it('reads any JSON as JSON.parse does, and its depth whatever the strings hold', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(parseJsonBody(bytes(text), 1000)).toEqual(JSON.parse(text));
      expect(jsonDepth(bytes(text))).toBe(depthOf(value));
    }),
  );
});

it('refuses what is too deep before anything recursive sees it', () => {
  expect(() => parseJsonBody(bytes('['.repeat(100_000) + ']'.repeat(100_000)), 32)).toThrow(/nested deeper than 32/);
  expect(parseJsonBody(bytes('"[[[[\\"[[["'), 1)).toBe('[[[["[[[');
});

it('refuses bad UTF-8 and malformed JSON with the reason', () => {
  expect(() => parseJsonBody(Uint8Array.of(0x22, 0xff, 0xfe, 0x22), 32)).toThrow('not valid UTF-8');
  expect(() => parseJsonBody(bytes('{"a": 1,}'), 32)).toThrow(/not valid JSON/);
});

it('takes no body as absent', () => expect(parseJsonBody(new Uint8Array(), 32)).toBeUndefined());
