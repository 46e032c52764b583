/** Of a pair of inputs that counts as nearly the same: Jaccard similarity of their sets of shingles, at least. */
export const nearThreshold = 0.8;
const shingleWords = 3;
/** Shingles of one input that count: the first so many. */
const mostShingles = 2_000;
/** Items that are compared; those that come later are not. */
export const mostCompared = 20_000;
/** Earlier items of one band that an item is compared with, at most. */
const mostCandidates = 20;
const bands = 16;
const rowsOfBand = 4;
const hashes = bands * rowsOfBand;

const { imul } = Math;

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

/** Finaliser of MurmurHash3: spreads 32 bits, so that one hash and `hashes` different seeds give as many independent ones. */
const spread = (value: number): number => {
  let hash = value;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

const seeds = Uint32Array.from({ length: hashes }, (_, at) => spread(at + 1));

const shinglesOf = (words: readonly string[]): ReadonlySet<number> => {
  const last = Math.max(1, Math.min(words.length - shingleWords + 1, mostShingles));
  return new Set(Array.from({ length: last }, (_, at) => hashOf(words.slice(at, at + shingleWords).join(' '))));
};

/** MinHash (Broder, 1997): the share of equal places of two signatures estimates the Jaccard similarity of their sets. */
const signatureOf = (words: readonly string[]): Uint32Array => {
  const signature = new Uint32Array(hashes).fill(0xffffffff);
  for (const shingle of shinglesOf(words))
    for (let at = 0; at < hashes; at += 1) {
      const hash = spread(shingle ^ (seeds[at] as number));
      if (hash < (signature[at] as number)) signature[at] = hash;
    }
  return signature;
};

const similarity = (one: Uint32Array, other: Uint32Array): number => {
  let same = 0;
  for (let at = 0; at < hashes; at += 1) if (one[at] === other[at]) same += 1;
  return same / hashes;
};

/** One number for each band: two items that share one are candidates. */
const bucketsOf = (signature: Uint32Array): readonly number[] =>
  Array.from({ length: bands }, (_, band) => {
    const rows = signature.subarray(band * rowsOfBand, (band + 1) * rowsOfBand);
    return band * 2 ** 32 + rows.reduce((mixed, row) => spread(mixed ^ row), band);
  });

/** An item among those that are compared. */
interface Compared<Group> {
  readonly key: string;
  readonly group: Group;
  readonly signature: Uint32Array;
}

/** What was found so far. */
export interface NearCopies {
  /** Items that are nearly the same as an earlier one, and no copy of it. */
  readonly items: number;
  /** Items of the one group that are nearly the same as an item of another, whichever came first. */
  readonly across: number;
  readonly compared: number;
}

/**
 * Finds items that are nearly the same while they stream by: MinHash signatures of 64 hashes over shingles of three words, candidates by
 * bands of four (locality-sensitive hashing; a pair of similarity .8 is a candidate with probability .9998). The cost of an item and the
 * memory in all are bounded. `watched` is the group whose items are counted when they are near another group's.
 */
export class NearCopyFinder<Group> {
  private readonly seen: Compared<Group>[] = [];
  private readonly buckets = new Map<number, number[]>();
  private near = 0;
  private readonly crossing = new Set<number>();

  constructor(private readonly watched: Group) {}

  /** `key` names copies: two items of one key are copies of each other and not counted here. */
  add(key: string, group: Group, words: readonly string[]): void {
    if (this.seen.length >= mostCompared || words.length === 0) return;
    const item = { key, group, signature: signatureOf(words) };
    const place = this.seen.length;
    const found = this.similarTo(item);
    if (found.length > 0) this.near += 1;
    for (const other of found) this.cross(place, item, other);
    this.remember(item, place);
  }

  result(): NearCopies {
    return { items: this.near, across: this.crossing.size, compared: this.seen.length };
  }

  private cross(place: number, { group }: Compared<Group>, other: number): void {
    const others = (this.seen[other] as Compared<Group>).group;
    if (others === group) return;
    if (group === this.watched) this.crossing.add(place);
    if (others === this.watched) this.crossing.add(other);
  }

  private similarTo(item: Compared<Group>): readonly number[] {
    const candidates = new Set(bucketsOf(item.signature).flatMap((bucket) => this.buckets.get(bucket) ?? []));
    return [...candidates].filter((place) => {
      const other = this.seen[place] as Compared<Group>;
      return other.key !== item.key && similarity(item.signature, other.signature) >= nearThreshold;
    });
  }

  private remember(item: Compared<Group>, place: number): void {
    this.seen.push(item);
    for (const bucket of bucketsOf(item.signature)) {
      const places = this.buckets.get(bucket);
      if (places === undefined) this.buckets.set(bucket, [place]);
      else if (places.length < mostCandidates) places.push(place);
    }
  }
}
