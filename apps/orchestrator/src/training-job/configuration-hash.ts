import { createHash } from 'node:crypto';
import { canonicalJson, type Configuration } from '@ao/kernel';
import type { Hashes, Step } from '@ao/domain-orchestrator';

/** Name of a configuration: SHA-256, in hex, of its canonical JSON. */
export const configurationHash = (configuration: Configuration): string =>
  createHash('sha256').update(canonicalJson(configuration)).digest('hex');

const configurationsOf = (step: Step): readonly Configuration[] => {
  if (step.kind === 'schedule') return step.trials.map(({ configuration }) => configuration);
  return step.kind === 'end_search' ? step.finalists : [];
};

/** The hashes of every configuration that a step names. */
export const hashesOf = (step: Step): Hashes =>
  new Map(
    configurationsOf(step).map((configuration) => [canonicalJson(configuration), configurationHash(configuration)]),
  );
