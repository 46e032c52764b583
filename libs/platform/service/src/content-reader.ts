import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { orchestrator } from '@ao/contracts';
import { contentLimits, contentNameIn, DomainError, type Configuration, type ParameterValue } from '@ao/kernel';
import type { RpcClient } from '@ao/rpc';

/** What gives texts by their hash. */
export type ContentSource = Pick<RpcClient<orchestrator.MiniAgentServiceClient>, 'getContents'>;

/** Gives configurations their texts back, before an agent sees them. */
export interface ContentReader {
  /** The configuration with each reference replaced by its text. Throws DomainError `internal` for a text that is lost or changed. */
  resolve(configuration: Configuration): Promise<Configuration>;
}

const cacheBytes = 64_000_000;

const checked = ({ hash, text }: orchestrator.Content): orchestrator.Content => {
  if (createHash('sha256').update(text).digest('hex') !== hash)
    throw new DomainError('internal', `the text ${hash} is not what its hash says: it was changed where it is kept`);
  return { hash, text };
};

/** Reads texts and keeps the ones used last, 64 MB of them. */
export const contentReader = (source: ContentSource): ContentReader => {
  const kept = new LRUCache<string, string>({
    maxSize: cacheBytes,
    sizeCalculation: (text) => Math.max(1, Buffer.byteLength(text)),
  });

  const ask = async (hashes: readonly string[], texts: Map<string, string>): Promise<void> => {
    const { contents } = await source.getContents({ hashes: hashes.slice(0, contentLimits.hashesAtOnce) });
    if (contents.length === 0)
      throw new DomainError('internal', `the text ${hashes[0]} is not kept any more: register the agent again`);
    for (const { hash, text } of contents.map(checked)) {
      texts.set(hash, text);
      kept.set(hash, text);
    }
  };

  const read = async (hashes: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const texts = new Map<string, string>();
    for (const hash of hashes) {
      const text = kept.get(hash);
      if (text !== undefined) texts.set(hash, text);
    }
    // An answer holds as many as fit: ask for the rest again.
    for (;;) {
      const missing = hashes.filter((hash) => !texts.has(hash));
      if (missing.length === 0) return texts;
      await ask(missing, texts);
    }
  };

  return {
    async resolve(configuration) {
      const hashes = Object.values(configuration).flatMap((value) => contentNameIn(value)?.hash ?? []);
      if (hashes.length === 0) return configuration;
      const texts = await read([...new Set(hashes)]);
      const textOf = (value: ParameterValue): ParameterValue => texts.get(contentNameIn(value)?.hash ?? '') ?? value;
      return Object.fromEntries(Object.entries(configuration).map(([name, value]) => [name, textOf(value)]));
    },
  };
};
