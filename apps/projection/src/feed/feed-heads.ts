import type { FeedHead } from './feed-page.js';

/** Heads as they are kept: their texts once each, for the heads of one transaction have most of them in common. */
export interface KeptHeads {
  readonly words: readonly string[];
  /** Each: id, then places in `words` of type, source, key, corr_id and causation_id, then milliseconds since 1970, stream version and length. */
  readonly entries: readonly KeptHead[];
}

type KeptHead = readonly [
  id: string,
  type: number,
  source: number,
  key: number,
  corrId: number,
  causationId: number,
  time: number,
  version: number,
  length: number,
];

/** Heads -> what is kept. */
export const packHeads = (heads: readonly FeedHead[]): KeptHeads => {
  const places = new Map<string, number>();
  const placeOf = (word: string): number => {
    const known = places.get(word);
    if (known !== undefined) return known;
    places.set(word, places.size);
    return places.size - 1;
  };
  const entries = heads.map(
    ({ id, type, source, key, corr_id, causation_id, time, stream_version, length }): KeptHead => [
      id,
      placeOf(type),
      placeOf(source),
      placeOf(key),
      placeOf(corr_id),
      placeOf(causation_id),
      time,
      stream_version,
      length,
    ],
  );
  return { words: [...places.keys()], entries };
};

/** The reverse of packHeads. */
export const unpackHeads = ({ words, entries }: KeptHeads): readonly FeedHead[] => {
  const word = (place: number): string => words[place] ?? '';
  return entries.map(([id, type, source, key, corrId, causationId, time, stream_version, length]) => ({
    id,
    type: word(type),
    source: word(source),
    key: word(key),
    corr_id: word(corrId),
    causation_id: word(causationId),
    time,
    stream_version,
    length,
  }));
};
