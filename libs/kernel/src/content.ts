/** Sizes in bytes of UTF-8. */
export const contentLimits = {
  /** A longer text of a profile is kept by its hash, and a reference stands for it. */
  inlineBytes: 1_000,
  /** The longest text of a profile. */
  textBytes: 500_000,
  /** All texts of a profile together: what an agent can say in one answer. */
  profileBytes: 3_000_000,
  /** Texts that are asked for at once. */
  hashesAtOnce: 100,
} as const;

/** A long text, by its hash. */
export interface ContentName {
  /** SHA-256 of the UTF-8 text, 64 hexadecimal digits. */
  readonly hash: string;
  /** Bytes of the text. */
  readonly bytes: number;
}

/**
 * What stands for a long text in search spaces, configurations, events, facts, units and views: a text itself, so that a value stays a
 * value wherever it goes, and the hash of a configuration is that of what it says.
 */
export const contentReference = ({ hash, bytes }: ContentName): string => `content:sha256:${hash}:${bytes}`;

/** The name in a reference; undefined for any other value. */
export const contentNameIn = (value: unknown): ContentName | undefined => {
  if (typeof value !== 'string') return undefined;
  const [, hash, bytes] = /^content:sha256:([0-9a-f]{64}):(\d{1,9})$/.exec(value) ?? [];
  return hash === undefined ? undefined : { hash, bytes: Number(bytes) };
};
