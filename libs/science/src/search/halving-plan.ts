import { recent } from './recent.js';

/** One rung of a halving: who enters, how many configurations it holds beside the incumbent, and how many items each of them has run at its end. */
export interface Rung {
  readonly newcomers: number;
  readonly field: number;
  readonly upTo: number;
}

export interface HalvingLimits {
  readonly candidates: number;
  readonly episodesBudget: number;
  readonly itemsAvailable: number;
}

/** Of a field, one in `eta` stays. */
const eta = 2;
/** Below so many items in the first rung, fewer candidates are tried instead. */
const worthwhileItems = 8;
/** From so many candidates on, half of them enter at once and the others are bred from the leaders of the first two rungs. */
const worthBreeding = 8;
/** The last rung compares so many candidates, or fewer, on as many items as the budget allows. */
const lastField = 3;

const entering = (candidates: number): number[] => {
  if (candidates < worthBreeding) return [candidates];
  const first = Math.ceil(candidates / 2);
  const second = Math.ceil((candidates - first) / 2);
  return [first, second, candidates - first - second];
};

const fields = (candidates: number): Omit<Rung, 'upTo'>[] => {
  const waves = entering(candidates);
  const rungs: Omit<Rung, 'upTo'>[] = [];
  for (let field = 0; rungs.length < waves.length || field > lastField;) {
    const newcomers = waves[rungs.length] ?? 0;
    field = Math.ceil(field / eta) + newcomers;
    rungs.push({ newcomers, field });
  }
  return rungs;
};

const withItems = (rungs: readonly Omit<Rung, 'upTo'>[], unit: number, itemsAvailable: number): Rung[] =>
  rungs.map((rung, index) => ({
    ...rung,
    upTo: Math.min(itemsAvailable, Math.max(1, Math.floor(unit * eta ** index))),
  }));

/** Episodes that a plan spends: newcomers catch up from the first item, the others and the incumbent go on where they stopped. */
export const planCost = (plan: readonly Rung[]): number =>
  plan.reduce(
    (sum, { newcomers, field, upTo }, index) =>
      sum + newcomers * upTo + (field - newcomers + 1) * (upTo - (plan[index - 1]?.upTo ?? 0)),
    0,
  );

/** The plan of most items within the budget; the last rung takes what rounding left over. */
const stretched = (rungs: readonly Omit<Rung, 'upTo'>[], { episodesBudget, itemsAvailable }: HalvingLimits): Rung[] => {
  let low = 0;
  let high = itemsAvailable;
  for (let halving = 0; halving < 50; halving++) {
    const unit = (low + high) / 2;
    if (planCost(withItems(rungs, unit, itemsAvailable)) <= episodesBudget) low = unit;
    else high = unit;
  }
  const plan = withItems(rungs, low, itemsAvailable);
  const last = plan[plan.length - 1] as Rung;
  const rest = Math.max(0, Math.floor((episodesBudget - planCost(plan)) / (last.field + 1)));
  return [...plan.slice(0, -1), { ...last, upTo: Math.min(itemsAvailable, last.upTo + rest) }];
};

const usable = (plan: readonly Rung[], { episodesBudget, itemsAvailable }: HalvingLimits): boolean =>
  planCost(plan) <= episodesBudget && (plan[0] as Rung).upTo >= Math.min(worthwhileItems, itemsAvailable);

/**
 * The rungs of a halving that spends at most the budget: with too few episodes for all candidates, as many candidates as can
 * still be told apart. Empty when not even one candidate and the incumbent can run an item each.
 */
export const halvingPlan = (limits: HalvingLimits): readonly Rung[] => {
  const { candidates, episodesBudget, itemsAvailable } = limits;
  return planned.of(`${candidates} ${episodesBudget} ${itemsAvailable}`, () => planOf(limits));
};

/** A job asks for the same plan at each of its steps. */
const planned = recent<readonly Rung[]>(64);

const planOf = (limits: HalvingLimits): readonly Rung[] => {
  if (limits.itemsAvailable < 1 || limits.episodesBudget < 2) return [];
  for (let candidates = limits.candidates; candidates > 1; candidates--) {
    const plan = stretched(fields(candidates), limits);
    if (usable(plan, limits)) return plan;
  }
  return limits.candidates < 1 ? [] : stretched(fields(1), limits);
};
