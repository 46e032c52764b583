import { drawItem, logEValue, rngOf, uniform, wagersFor, worldOf } from '@ao/science';
import { barAt, bySeries, colours, note, short, type Drawing, type Picture } from './picture.js';

const pairs = 500;
const step = 5;
const each = 15;
const wagers = wagersFor(0.05);

const names = { better: 'candidates that are 10 points better', equal: 'candidates that are just as good' } as const;

interface Point {
  readonly series: string;
  readonly path: string;
  readonly pairs: number;
  readonly eValue: number;
}

/** The e-value of one comparison, every few pairs. */
const pathOf = (series: string, gain: number, seed: number): Point[] => {
  const world = worldOf(0.6, 0.6 + gain);
  const [items, luck] = [rngOf(seed, 'items'), rngOf(seed, 'luck')];
  let [wins, losses] = [0, 0];
  const points: Point[] = [{ series, path: `${series} ${seed}`, pairs: 0, eValue: 1 }];
  for (let pair = 1; pair <= pairs; pair++) {
    const { incumbent, candidate } = drawItem(world, items);
    const [one, other] = [uniform(luck) < candidate, uniform(luck) < incumbent];
    wins += Number(one && !other);
    losses += Number(other && !one);
    // Beyond the picture nothing is drawn.
    if (pair % step === 0)
      points.push({
        series,
        path: `${series} ${seed}`,
        pairs: pair,
        eValue: short(Math.min(1e6, Math.max(1e-3, Math.exp(logEValue(wagers, wins, losses))))),
      });
  }
  return points;
};

const drawing = (values: readonly Point[]): Drawing => ({
  title: {
    text: 'The e-value of thirty comparisons, pair by pair',
    subtitle: 'what a fair game would make of 1; at 20 a comparison with an error of 5 % is proven',
  },
  width: 560,
  height: 300,
  layer: [
    {
      data: { values },
      mark: { type: 'line', strokeWidth: 1.3, opacity: 0.8, clip: true },
      encoding: {
        x: {
          field: 'pairs',
          type: 'quantitative',
          scale: { domain: [0, pairs], nice: false },
          axis: { title: 'pairs', grid: false },
        },
        y: {
          field: 'eValue',
          type: 'quantitative',
          scale: { type: 'log', domain: [0.001, 1e6], nice: false },
          axis: {
            title: 'e-value',
            values: [0.001, 0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6],
            labelExpr: "datum.value >= 1000 ? format(datum.value, ',') : '' + datum.value",
          },
        },
        detail: { field: 'path' },
        color: bySeries({ [names.better]: colours.ours, [names.equal]: colours.rival }),
      },
    },
    barAt(20),
    note('20: proven', { x: 4, y: 20, colour: colours.bar }),
  ],
});

/** Paths of e-values with and without an effect. */
export const eValues: Picture = {
  file: 'e-values.svg',
  draw: (say) => {
    const seeds = Array.from({ length: each }, (_, index) => index + 1);
    const values = [
      ...seeds.flatMap((seed) => pathOf(names.equal, 0, seed)),
      ...seeds.flatMap((seed) => pathOf(names.better, 0.1, seed)),
    ];
    const proven = (series: string): number =>
      new Set(values.filter((point) => point.series === series && point.eValue >= 20).map(({ path }) => path)).size;
    say(
      `e-values: ${proven(names.better)} of ${each} paths with a gain of 10 points reach 20 within ${pairs} pairs, ${proven(names.equal)} of ${each} without a gain`,
    );
    return drawing(values);
  },
};
