import { factTypes } from './services/index.js';
import type { Codec } from './services/service-descriptor.js';

export type FactType = keyof typeof factTypes;

type MessageOf<Type extends FactType> =
  (typeof factTypes)[Type]['codec'] extends Codec<infer Message> ? Message : never;

/** A fact with its message decoded. */
export type DecodedFact = {
  readonly [Type in FactType]: { readonly type: Type; readonly data: MessageOf<Type> };
}[FactType];

export const isFactType = (type: string): type is FactType => Object.hasOwn(factTypes, type);

/** The message of a fact, whatever it lacks; undefined for a type that this version does not know. Throws on bytes that are not that message. */
export const readFact = (type: string, value: Uint8Array): DecodedFact | undefined =>
  isFactType(type)
    ? ({ type, data: (factTypes[type].codec as Codec<unknown>).decode(value) } as DecodedFact)
    : undefined;

const fieldAt = (data: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, name) =>
        typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>)[name] : undefined,
      data,
    );

const snakePath = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The required fields that a fact leaves empty, as in its proto; none: the fact can be placed. */
export const missingFields = ({ type, data }: DecodedFact): readonly string[] =>
  factTypes[type].required.filter((path) => !fieldAt(data, path)).map(snakePath);

/**
 * The message of a fact that can be handled; undefined for a type that this version does not know. Throws on bytes that are not that
 * message, and on a message that lacks a required field: an empty record decodes as a message of empty fields.
 */
export const decodeFact = (type: string, value: Uint8Array): DecodedFact | undefined => {
  const fact = readFact(type, value);
  const missing = fact === undefined ? [] : missingFields(fact);
  if (missing.length > 0) throw new TypeError(`${missing.join(' and ')} must not be empty`);
  return fact;
};

/** Topic and bytes of a fact. */
export const encodeFact = ({ type, data }: DecodedFact): { topic: string; value: Uint8Array } => ({
  topic: factTypes[type].topic,
  value: (factTypes[type].codec as Codec<unknown>).encode(data).finish(),
});

/** The fact's message as snake_case JSON. */
export const factToJson = ({ type, data }: DecodedFact): Record<string, unknown> =>
  (factTypes[type].codec as Codec<unknown>).toJSON(data) as Record<string, unknown>;
