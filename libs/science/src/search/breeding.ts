import type { Configuration, SearchSpace } from '@ao/kernel';
import { pick, uniform, uniformInteger, type Rng } from '../random/rng.js';
import { perturbConfiguration, sampleConfiguration, type Step } from './sampling.js';
import type { SearchMode, SearchOptions } from './strategy.js';

/** Share of the first candidates that comes from the whole space, by mode. The others are neighbours of the incumbent. */
const uniformShare: Readonly<Record<SearchMode, number>> = { explore: 0.6, balanced: 0.4, exploit: 0.05 };

/** Share of later candidates that cross two parents; half of these move on as well. */
const crossedShare = 0.6;

type Hints = Pick<SearchOptions, 'mode' | 'diversity'>;

const stepOf = (space: SearchSpace, diversity: number, rng: Rng): Step => ({
  parameters: uniformInteger(rng, 1, Math.max(1, Math.round(1 + 0.6 * diversity * (space.length - 1)))),
  scale: 0.08 + 0.4 * diversity,
});

/** A first candidate: a point of the whole space, or a neighbour of the incumbent. */
export const firstDraw =
  (space: SearchSpace, incumbent: Configuration, { mode = 'balanced', diversity = 0.7 }: Hints) =>
  (rng: Rng): Configuration =>
    uniform(rng) < uniformShare[mode]
      ? sampleConfiguration(space, rng)
      : perturbConfiguration(space, incumbent, stepOf(space, diversity, rng), rng);

/** Each parameter from one of two parents (uniform crossover, Syswerda 1989). */
const crossed = (space: SearchSpace, mother: Configuration, father: Configuration, rng: Rng): Configuration =>
  Object.fromEntries(
    space.map(({ name }) => [name, (uniform(rng) < 0.5 ? mother : father)[name] as Configuration[string]]),
  );

/** A later candidate: a crossing of two configurations that did well, a neighbour of one, or both. */
export const laterDraw =
  (space: SearchSpace, parents: readonly Configuration[], { diversity = 0.7 }: Hints) =>
  (rng: Rng): Configuration => {
    const crossing = uniform(rng) < crossedShare;
    const child = crossing ? crossed(space, pick(rng, parents), pick(rng, parents), rng) : pick(rng, parents);
    return crossing && uniform(rng) < 0.5
      ? child
      : perturbConfiguration(space, child, stepOf(space, diversity / 2, rng), rng);
  };
