import {
  drawItem,
  gateRule,
  honestGain,
  pairedDifferenceInterval,
  rngOf,
  shuffled,
  uniform,
  worldOf,
  type GatePolicy,
  type World,
} from '@ao/science';

/** What the incumbent did on an item, and how likely an agent as good as it is, or better by a gain, solves it. */
interface Item {
  readonly incumbentSolved: boolean;
  readonly chances: ReadonlyMap<number, number>;
}

/** A gain as it is reported: the estimate and the interval. */
export interface Reported {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** A promoted candidate: its true gain, what its own verdict saw, and what the confirmation items say. */
export interface PromotedGain {
  readonly truth: number;
  readonly seen: Reported;
  readonly honest: Reported;
}

export interface GainJob {
  /** True gains of the candidates. They meet the incumbent in an order that the seed shuffles. */
  readonly gains: readonly number[];
  /** Of each place; the pairs of a verdict are the first of the holdout. */
  readonly policies: readonly GatePolicy[];
  /** The last items of the holdout, which no verdict uses. */
  readonly confirmationItems: number;
}

const worlds = new Map<number, World>();

const worldFor = (gain: number): World => {
  const world = worlds.get(gain) ?? worldOf(0.6, 0.6 + gain);
  worlds.set(gain, world);
  return world;
};

const drawItems = (gains: readonly number[], count: number, seed: number): readonly Item[] => {
  // One stream of difficulties a gain, each the same: the items are shared, only the candidate's skill differs.
  const streams = [...new Set(gains)].map((gain) => ({ gain, rng: rngOf(seed, 'difficulty'), world: worldFor(gain) }));
  const luck = rngOf(seed, 'incumbent');
  return Array.from({ length: count }, () => {
    const drawn = streams.map(({ gain, rng, world }) => ({ gain, ...drawItem(world, rng) }));
    return {
      incumbentSolved: uniform(luck) < (drawn[0]?.incumbent ?? 0),
      chances: new Map(drawn.map(({ gain, candidate }) => [gain, candidate])),
    };
  });
};

interface Outcome {
  readonly candidate: boolean;
  readonly incumbent: boolean;
}

/** Pairs after which the gate promotes; undefined where it does not. */
const promotedAfter = (policy: GatePolicy, outcomes: readonly Outcome[]): number | undefined => {
  const rule = gateRule(policy);
  for (let pair = 0; pair < policy.maxPairs; pair++) {
    const { candidate, incumbent } = outcomes[pair] as Outcome;
    const decision = rule(candidate, incumbent);
    if (decision !== null) return decision ? pair + 1 : undefined;
  }
  return undefined;
};

/** The difference on a verdict's own pairs, with the interval that one would give it had the pairs not chosen themselves. */
export const seenGain = (outcomes: readonly Outcome[]): Reported => {
  const pairs = outcomes.length;
  const wins = outcomes.filter(({ candidate, incumbent }) => candidate && !incumbent).length;
  const losses = outcomes.filter(({ candidate, incumbent }) => incumbent && !candidate).length;
  return { ...pairedDifferenceInterval({ pairs, wins, losses }), estimate: (wins - losses) / pairs };
};

const confirmed = (outcomes: readonly Outcome[]): Reported =>
  honestGain(
    outcomes.map(({ candidate, incumbent }) => ({ candidate: Number(candidate), incumbent: Number(incumbent) })),
  );

/** What each candidate of a job does on all items, in the order of the comparisons. */
export const jobOutcomes = (
  { gains, policies, confirmationItems }: GainJob,
  seed: number,
): readonly { readonly truth: number; readonly outcomes: readonly Outcome[] }[] => {
  const items = drawItems(gains, (policies[0]?.maxPairs ?? 0) + confirmationItems, seed);
  return shuffled(rngOf(seed, 'order'), gains).map((truth, place) => {
    const luck = rngOf(seed, 'candidate', place);
    return {
      truth,
      outcomes: items.map(({ incumbentSolved, chances }) => ({
        candidate: uniform(luck) < (chances.get(truth) ?? 0),
        incumbent: incumbentSolved,
      })),
    };
  });
};

/** Plays one job: the first candidate that the gate proves better, with its gains; undefined where there is none. */
export const playGainJob = (job: GainJob, seed: number): PromotedGain | undefined => {
  for (const [place, { truth, outcomes }] of jobOutcomes(job, seed).entries()) {
    const policy = job.policies[place] as GatePolicy;
    const pairs = promotedAfter(policy, outcomes);
    if (pairs !== undefined)
      return { truth, seen: seenGain(outcomes.slice(0, pairs)), honest: confirmed(outcomes.slice(policy.maxPairs)) };
  }
  return undefined;
};

/** What a leaderboard claims of the same job: the highest gain seen on all pairs of the verdicts. */
export const leaderboardGain = (job: GainJob, seed: number): number => {
  const pairs = job.policies[0]?.maxPairs ?? 0;
  return Math.max(...jobOutcomes(job, seed).map(({ outcomes }) => seenGain(outcomes.slice(0, pairs)).estimate));
};
