import { canonicalJson, type Configuration, type SearchSpace } from '@ao/kernel';
import { shuffled, type Rng } from '../random/rng.js';
import { sampleConfiguration } from './sampling.js';
import { everyConfiguration, spaceSize } from './search-space.js';

const keys = new WeakMap<Configuration, string>();

/** The name of a configuration in a search: its canonical JSON. Remembered with the object, which nobody changes: a search asks for it again and again. */
export const configurationKey = (configuration: Configuration): string => {
  const known = keys.get(configuration);
  if (known !== undefined) return known;
  const key = canonicalJson(configuration);
  keys.set(configuration, key);
  return key;
};

/** How many configurations beside the incumbent a search can try. */
export const candidatesPossible = (space: SearchSpace, candidates: number): number =>
  Math.max(0, Math.min(candidates, spaceSize(space) - 1));

const enumerable = 4096;
const attemptsPerCandidate = 40;

/** Where new candidates come from. */
export interface Source {
  readonly space: SearchSpace;
  /** Keys that must not come again, the incumbent's included. */
  readonly taken: ReadonlySet<string>;
  readonly draw: (rng: Rng) => Configuration;
}

const collect = (made: Map<string, Configuration>, { taken }: Source, configuration: Configuration): void => {
  const key = configurationKey(configuration);
  if (!taken.has(key) && !made.has(key)) made.set(key, configuration);
};

/** Draws until there are enough; in the second half of its patience from the whole space, should `draw` keep repeating itself. */
const drawn = (source: Source, count: number, rng: Rng): Map<string, Configuration> => {
  const made = new Map<string, Configuration>();
  for (let attempt = 0; made.size < count && attempt < count * attemptsPerCandidate; attempt++) {
    collect(
      made,
      source,
      attempt < (count * attemptsPerCandidate) / 2 ? source.draw(rng) : sampleConfiguration(source.space, rng),
    );
  }
  return made;
};

/** Up to `count` new, distinct configurations in the order drawn. A space with no more free points than that gives them all. */
export const newCandidates = (source: Source, count: number, rng: Rng): Configuration[] => {
  const size = spaceSize(source.space);
  const made = size - source.taken.size > count ? drawn(source, count, rng) : new Map<string, Configuration>();
  if (made.size < count && size <= enumerable) {
    for (const configuration of shuffled(rng, everyConfiguration(source.space)))
      if (made.size < count) collect(made, source, configuration);
  }
  return [...made.values()];
};
