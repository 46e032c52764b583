import {
  knowingTheEffect,
  powerRun,
  baselineRules,
  simulateRuns,
  simulationPolicy,
  type DecisionRule,
  type GatePolicy,
} from '@ao/science';
import { bySeries, colours, percent, short, type Drawing, type Picture } from './picture.js';

const runs = 600;
const firstSeed = 1_000_003;
const gains = [0, 0.02, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2];

const names = {
  gate: 'the gate',
  flat: 'an e-value with a flat prior',
  limit: 'a bet that knows the true gain',
} as const;

interface Point {
  readonly series: string;
  readonly gain: number;
  readonly found: number;
  readonly pairs: number;
}

const pointOf = (series: string, gain: number, rule?: (policy: GatePolicy) => DecisionRule): Point => {
  const run = powerRun(gain);
  const { rate, meanPairs } = simulateRuns(rule ? { ...run, rule } : run, runs, firstSeed);
  return { series, gain: short(100 * gain), found: short(rate), pairs: short(meanPairs) };
};

const pointsAt = (gain: number): Point[] => [
  pointOf(names.gate, gain),
  pointOf(names.flat, gain, baselineRules.flat_mixture),
  // Who knows that there is no gain does not bet.
  ...(gain > 0 ? [pointOf(names.limit, gain, knowingTheEffect(powerRun(gain).world))] : []),
];

const panel = (y: Drawing): Drawing => ({
  width: 290,
  height: 240,
  mark: { type: 'line', point: { size: 40 }, strokeWidth: 2.2 },
  encoding: {
    x: {
      field: 'gain',
      type: 'quantitative',
      scale: { domain: [0, 20] },
      axis: { title: 'true gain in points', grid: false, values: [0, 5, 10, 15, 20] },
    },
    y,
    color: bySeries({ [names.gate]: colours.ours, [names.flat]: colours.rival, [names.limit]: colours.limit }),
  },
});

/** How often a better candidate is found, and what that takes. */
export const power: Picture = {
  file: 'power.svg',
  draw: (say) => {
    const values = gains.flatMap(pointsAt);
    for (const { gain, found, pairs } of values.filter(({ series }) => series === names.gate))
      say(
        `power: a true gain of ${gain} points is found in ${percent(found)} of ${runs} comparisons of at most ${simulationPolicy.maxPairs} pairs, ${pairs.toFixed(0)} pairs on average`,
      );
    return {
      title: {
        text: 'What the gate finds, and with how many pairs',
        subtitle: `one comparison at an error of 5 %, at most ${simulationPolicy.maxPairs} pairs, incumbent at 60 %; ${runs} comparisons a point`,
      },
      data: { values },
      hconcat: [
        panel({
          field: 'found',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: 'promoted', format: '.0%', tickCount: 5 },
        }),
        panel({
          field: 'pairs',
          type: 'quantitative',
          scale: { domain: [0, 500] },
          axis: { title: 'pairs used, on average', tickCount: 5 },
        }),
      ],
    };
  },
};
