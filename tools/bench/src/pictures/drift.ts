import { driftInitial, driftStep, gaussian, rngOf, uniform } from '@ao/science';
import { probability } from '../calibration/stub-agents.js';
import { drifts } from '../calibration/drifting.js';
import { barAt, bySeries, colours, note, short, type Drawing, type Picture } from './picture.js';

const changeAt = 500;
const outcomes = 1_000;
const step = 10;
const each = 8;

const names = { drifted: 'solves less from outcome 500 on', calibrated: 'stays as it was' } as const;

interface Point {
  readonly series: string;
  readonly path: string;
  readonly outcomes: number;
  readonly wealth: number;
}

const worse = drifts['worse'] as (logOdds: number) => number;

/** The wealth of one watch, every few outcomes until the alarm. */
const pathOf = (series: string, changed: (logOdds: number) => number, seed: number): Point[] => {
  const rng = rngOf(seed, 'drift picture', series);
  let state = driftInitial();
  const points: Point[] = [];
  const put = (): number =>
    points.push({
      series,
      path: `${series} ${seed}`,
      outcomes: state.outcomes,
      wealth: short(Math.exp(state.logWealth)),
    });
  put();
  while (state.outcomes < outcomes && !state.alarmed) {
    const logOdds = 0.6 + 2 * gaussian(rng);
    const truth = state.outcomes < changeAt ? probability(logOdds) : changed(logOdds);
    state = driftStep(state, { confidence: probability(logOdds), solved: uniform(rng) < truth });
    if (state.outcomes % step === 0 || state.alarmed) put();
  }
  return points;
};

const drawing = (values: readonly Point[]): Drawing => ({
  title: {
    text: 'The watch over served answers, before and after a change',
    subtitle: 'wealth of bets against "confidences are right to three points"; the alarm is at 10,000',
  },
  width: 560,
  height: 280,
  layer: [
    {
      data: { values },
      mark: { type: 'line', strokeWidth: 1.4, clip: true },
      encoding: {
        x: {
          field: 'outcomes',
          type: 'quantitative',
          scale: { domain: [0, outcomes], nice: false },
          axis: { title: 'outcomes reported', grid: false },
        },
        y: {
          field: 'wealth',
          type: 'quantitative',
          scale: { type: 'log', domain: [0.1, 1e5], nice: false },
          axis: {
            title: 'wealth',
            values: [0.1, 1, 10, 100, 1e3, 1e4, 1e5],
            labelExpr: "datum.value >= 1000 ? format(datum.value, ',') : '' + datum.value",
          },
        },
        detail: { field: 'path' },
        color: bySeries({ [names.drifted]: colours.rival, [names.calibrated]: colours.ours }),
      },
    },
    barAt(1e4),
    note('alarm: the version is stale', { x: 8, y: 1e4, colour: colours.bar }),
    {
      data: { values: [{ at: changeAt }] },
      mark: { type: 'rule', color: colours.limit, strokeDash: [2, 3], strokeWidth: 1.5 },
      encoding: { x: { field: 'at', type: 'quantitative' } },
    },
  ],
});

/** The martingale of calibration with and without a drift. */
export const drift: Picture = {
  file: 'drift.svg',
  draw: (say) => {
    const seeds = Array.from({ length: each }, (_, index) => index + 1);
    const drifted = seeds.map((seed) => pathOf(names.drifted, worse, seed));
    const calibrated = seeds.map((seed) => pathOf(names.calibrated, probability, seed));
    const delays = drifted.map((path) => (path.at(-1) as Point).outcomes - changeAt).sort((a, b) => a - b);
    say(
      `drift: found ${delays.join(', ')} outcomes after the change; without a change the wealth was at most ${Math.max(...calibrated.flat().map(({ wealth }) => wealth)).toFixed(1)} of 10,000`,
    );
    return drawing([...drifted, ...calibrated].flat());
  },
};
