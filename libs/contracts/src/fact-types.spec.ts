import { decodeFact, encodeFact, missingFields, readFact, type FactType } from './fact-types.js';
import { factTypes } from './services/index.js';
import type { Codec } from './services/service-descriptor.js';

const types = Object.keys(factTypes) as FactType[];
const nothing = new Uint8Array();

/** A message that has these fields, with the text "x" in each. */
const messageWith = (paths: readonly string[]): object => {
  const message: Record<string, unknown> = {};
  for (const path of paths) {
    const [name = '', inner] = path.split('.');
    message[name] = inner === undefined ? 'x' : { ...(message[name] as object), [inner]: 'x' };
  }
  return message;
};

describe.each(types)('%s', (type) => {
  const { required, codec } = factTypes[type];

  it('names what it cannot do without', () => expect(required.length).toBeGreaterThan(0));

  it('is refused as an empty record, and named', () => {
    expect(() => decodeFact(type, nothing)).toThrow('must not be empty');
    const empty = readFact(type, nothing);
    expect(empty && missingFields(empty)).toHaveLength(required.length);
  });

  it('is taken with just these fields: each of them is a field of its message', () => {
    const data = (codec as Codec<unknown>).fromPartial(messageWith(required) as never);
    const { value } = encodeFact({ type, data } as never);
    expect(decodeFact(type, value)).toEqual({ type, data });
  });
});

it('passes over a type that it does not know', () => expect(decodeFact('nobody.knows', nothing)).toBeUndefined());

it('refuses bytes that are no message', () => {
  expect(() => decodeFact('orchestrator.job.paused', Uint8Array.of(0x0a, 0xff))).toThrow();
});
