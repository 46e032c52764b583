import type { DeliveredFact, Fact, FactBatch } from '../event-bus.js';
import { topics } from '../topics.js';

export const jobTopic = topics.job.name;
export const unitTopic = topics.unit.name;
export const policyTopic = topics.policy.name;

let made = 0;

/** A fact for tests; what it says besides its key and version does not matter. */
export const sampleFact = (changes: Partial<Fact> = {}): Fact => {
  made += 1;
  return {
    id: `fact-${made}`,
    type: 'orchestrator.job.requested',
    source: '/orchestrator',
    time: new Date(1_700_000_000_123 + made),
    topic: jobTopic,
    key: 'job-1',
    corrId: 'corr-1',
    causationId: 'command-1',
    subject: 'user:admin',
    streamVersion: made,
    value: Uint8Array.of(0, 255, made % 256),
    ...changes,
  };
};

/** `perKey` facts for each of the keys, key by key in turn; a key's facts have the stream versions 1, 2, 3, ... */
export const sampleFacts = (keys: number, perKey: number, changes: Partial<Fact> = {}): readonly Fact[] =>
  Array.from({ length: keys * perKey }, (_, index) =>
    sampleFact({ key: `job-${index % keys}`, streamVersion: Math.floor(index / keys) + 1, ...changes }),
  );

/** A handler that keeps what it was given. */
export class Recorder {
  readonly facts: DeliveredFact[] = [];
  readonly batches: FactBatch[] = [];

  readonly handle = async (batch: FactBatch): Promise<void> => {
    this.batches.push(batch);
    this.facts.push(...batch.facts);
  };

  get ids(): readonly string[] {
    return this.facts.map(({ id }) => id);
  }

  has(facts: readonly Fact[]): boolean {
    const seen = new Set(this.ids);
    return facts.every(({ id }) => seen.has(id));
  }
}

/** The stream versions of each key, in the order of delivery. */
export const versionsByKey = (facts: readonly Fact[]): Record<string, readonly number[]> => {
  const versions: Record<string, number[]> = {};
  for (const { key, streamVersion } of facts) (versions[key] ??= []).push(streamVersion);
  return versions;
};

/** A gate that holds a handler until it is opened. */
export const gate = (): { readonly passed: Promise<void>; open(): void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: () => resolve() };
};
