import { canaryInitial, canaryStep, rngOf, uniform } from '@ao/science';
import { barAt, bySeries, colours, note, percent, short, type Drawing, type Picture } from './picture.js';

const runs = 600;
const rules = { alpha: 0.05, outcomes: 100 };
const production = 0.75;
/** How much less a candidate solves. */
const losses = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const shares = [0.1, 0.5];

interface Point {
  readonly series: string;
  readonly loss: number;
  readonly takenBack: number;
  /** Answers of the candidate before it was taken back, on average; 0 where none was. */
  readonly answers: number;
}

const seriesOf = (share: number): string => `${Math.round(100 * share)} % of the traffic`;

const play = (share: number, loss: number, seed: number) => {
  const rng = rngOf(seed, 'canary', share);
  let state = canaryInitial(rules);
  while (state.status === 'running') {
    const label = uniform(rng) < share ? 'candidate' : 'production';
    state = canaryStep(state, {
      label,
      solved: uniform(rng) < (label === 'candidate' ? production - loss : production),
    });
  }
  return state;
};

const pointOf = (share: number, loss: number): Point => {
  const worse = Array.from({ length: runs }, (_, seed) => play(share, loss, seed)).filter(
    ({ status }) => status === 'worse',
  );
  return {
    series: seriesOf(share),
    loss: short(100 * loss),
    takenBack: short(worse.length / runs),
    answers: worse.length === 0 ? 0 : worse.reduce((sum, { candidate }) => sum + candidate, 0) / worse.length,
  };
};

const drawing = (values: readonly Point[]): Drawing => ({
  title: {
    text: 'A canary of 100 outcomes: how often a candidate is taken back',
    subtitle: `production solves ${percent(production)}; ${runs} canaries a point`,
  },
  width: 560,
  height: 260,
  layer: [
    barAt(rules.alpha),
    note('promised where it is no worse: at most 5 %', { x: 50, y: rules.alpha, align: 'right', colour: colours.bar }),
    {
      data: { values },
      mark: { type: 'line', point: { size: 45 }, strokeWidth: 2.5 },
      encoding: {
        x: {
          field: 'loss',
          type: 'quantitative',
          scale: { domain: [0, 50] },
          axis: { title: 'points that the candidate solves less', grid: false },
        },
        y: {
          field: 'takenBack',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: 'taken back', format: '.0%', tickCount: 5 },
        },
        color: bySeries({ [seriesOf(0.1)]: colours.ours, [seriesOf(0.5)]: colours.third }),
      },
    },
  ],
});

/** What a canary finds. */
export const canary: Picture = {
  file: 'canary.svg',
  draw: (say) => {
    const values = shares.flatMap((share) => losses.map((loss) => pointOf(share, loss)));
    for (const { series, loss, takenBack, answers } of values)
      say(
        `canary: ${series}, ${loss} points worse: taken back in ${percent(takenBack)} of ${runs}, after ${answers.toFixed(0)} of its answers on average`,
      );
    return drawing(values);
  },
};
