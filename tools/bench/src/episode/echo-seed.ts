import { strategies } from '@ao/science';
import { echo } from '@ao/specialists';

const { searchSpace, defaults } = echo.profile;

const delayOfCandidate = (seed: number): unknown => {
  const ask = strategies.random.ask({
    space: searchSpace,
    seed,
    incumbent: defaults,
    options: { candidates: 1, episodesBudget: 2, itemsAvailable: 1 },
    results: [],
  });
  return ask.kind === 'trials' ? ask.trials.at(-1)?.configuration['delay_ms'] : undefined;
};

/**
 * A seed with which the random search gives its one candidate this delay. The search is a pure function of the seed, so the
 * benchmark can ask it beforehand instead of asking the platform for an agent of its own.
 */
export const echoSeed = (delayMs: number): number => {
  for (let seed = 1; seed < 1_000_000; seed += 1) if (delayOfCandidate(seed) === delayMs) return seed;
  throw new Error(`no seed gives a candidate with a delay of ${delayMs} ms`);
};
