import type { Configuration } from '@ao/kernel';
import { rngOf } from '../random/rng.js';
import { firstDraw, laterDraw } from './breeding.js';
import { candidatesPossible, configurationKey, newCandidates } from './candidates.js';
import { halvingPlan, type Rung } from './halving-plan.js';
import { ranked } from './ranking.js';
import { recent } from './recent.js';
import { roundOf, type Entry } from './round.js';
import type { Ask, SearchHistory, Strategy, TrialResult } from './strategy.js';

/** Leaders that later candidates are bred from. */
const parents = 4;

interface Climb {
  readonly rung: number;
  /** Still in the race, without the incumbent. */
  readonly field: readonly Configuration[];
  /** Given up, best first: who lasted longer stands higher. */
  readonly pruned: readonly Configuration[];
}

const before = ({ results }: SearchHistory, rung: number): TrialResult[] => results.filter(({ round }) => round < rung);

/** The newcomers of a rung are drawn once: the same leaders and the same names taken give the same ones again. */
const drawn = recent<Configuration[]>(128);

const newcomers = (history: SearchHistory, climbed: Climb, count: number): Configuration[] => {
  const { rung, field, pruned } = climbed;
  const order = [...field, ...pruned].map(configurationKey).join();
  const { seed, incumbent, options, space } = history;
  const named = [rung, count, seed, configurationKey(incumbent), options.mode, options.diversity, spaceName(space)];
  return drawn.of(`${named.join()}|${field.length}|${order}`, () => drawNewcomers(history, climbed, count));
};

const spaceNames = new WeakMap<SearchHistory['space'], string>();

const spaceName = (space: SearchHistory['space']): string => {
  const name = spaceNames.get(space) ?? JSON.stringify(space);
  spaceNames.set(space, name);
  return name;
};

const drawNewcomers = (history: SearchHistory, { rung, field, pruned }: Climb, count: number): Configuration[] => {
  const { space, incumbent, options, seed } = history;
  const leaders = ranked([incumbent, ...field], before(history, rung)).slice(0, parents);
  const draw = rung === 0 ? firstDraw(space, incumbent, options) : laterDraw(space, leaders, options);
  const taken = new Set([incumbent, ...field, ...pruned].map(configurationKey));
  return newCandidates({ space, taken, draw }, count, rngOf(seed, 'search', 'successive_halving', rung));
};

interface Field {
  readonly stayed: readonly Configuration[];
  readonly entered: readonly Configuration[];
}

/** Everyone still in the race runs on to the rung's last item; newcomers start at the first. */
const entriesOf = (plan: readonly Rung[], rung: number, { stayed, entered }: Field): Entry[] => {
  const upTo = plan[rung]?.upTo ?? 0;
  const from = plan[rung - 1]?.upTo ?? 0;
  const goOn = stayed.map((configuration) => ({ configuration, offset: from, count: upTo - from }));
  const catchUp = entered.map((configuration) => ({ configuration, offset: 0, count: upTo }));
  return [...goOn, ...catchUp].filter(({ count }) => count > 0);
};

const done = (history: SearchHistory, { rung, field, pruned }: Climb): Ask => ({
  kind: 'done',
  ranking: [...ranked([history.incumbent, ...field], before(history, rung)), ...pruned],
  pruned: pruned.map(configurationKey),
});

const climb = (history: SearchHistory, plan: readonly Rung[], at: Climb): Ask => {
  const step = plan[at.rung];
  if (step === undefined) return done(history, at);
  const order = ranked(at.field, before(history, at.rung));
  const stayed = order.slice(0, step.field - step.newcomers);
  const entered = newcomers(history, at, step.newcomers);
  const pruned = [...order.slice(stayed.length), ...at.pruned];
  const round = roundOf(
    at.rung,
    entriesOf(plan, at.rung, { stayed: [history.incumbent, ...stayed], entered }),
    history.results,
  );
  if (round === 'waiting') return { kind: 'wait' };
  if (round !== 'complete') return { kind: 'trials', trials: round, pruned: pruned.map(configurationKey) };
  return climb(history, plan, { rung: at.rung + 1, field: [...stayed, ...entered], pruned });
};

/**
 * Successive halving (Karnin, Koren and Somekh, 2013; Jamieson and Talwalkar, 2016) on shared items: each rung goes on with the
 * same item order, so that any two configurations are compared on the same items, and the better half stays. Half of the
 * candidates enter at the start; the others are bred from the leaders of the first rungs, as in evolutionary
 * variants of it (DEHB: Awad, Mallik and Hutter, 2021), and catch up. The incumbent runs in every rung and is never pruned.
 */
export const successiveHalving: Strategy = {
  ask: (history) => {
    const candidates = candidatesPossible(history.space, history.options.candidates);
    return climb(history, halvingPlan({ ...history.options, candidates }), { rung: 0, field: [], pruned: [] });
  },
};
