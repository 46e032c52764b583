import { percentile, sharedPolicies, simulationPolicy } from '@ao/science';
import { leaderboardGain, playGainJob, type GainJob, type PromotedGain } from '../gain/gain-job.js';
import { bySeries, colours, short, type Drawing, type Picture } from './picture.js';

const mixedJobs = 1_000;
const equalJobs = 2_000;
const boards = 200;
const confirmationItems = 100;

const names = {
  board: "a leaderboard's first of 20 equal candidates",
  seen: "promoted, on the verdict's own pairs",
  honest: 'promoted, on 100 confirmation items',
} as const;
const series = { [names.board]: colours.third, [names.seen]: colours.rival, [names.honest]: colours.ours };

const jobOf = (gains: readonly number[]): GainJob => ({
  gains,
  policies: sharedPolicies(simulationPolicy, gains.length),
  confirmationItems,
});
const equal = jobOf(Array.from({ length: 20 }, () => 0));

const played = (job: GainJob, count: number): PromotedGain[] =>
  Array.from({ length: count }, (_, seed) => playGainJob(job, seed + 1)).filter((gain) => gain !== undefined);

interface Point {
  readonly series: string;
  /** Points; moved aside a little, so that marks do not cover each other. */
  readonly truth: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean, and where the middle eight tenths lie. */
const pointOf = (name: string, truth: number, aside: number, claims: readonly number[]): Point => ({
  series: name,
  truth: short(100 * truth + aside),
  mean: short((100 * claims.reduce((sum, claim) => sum + claim, 0)) / claims.length),
  low: short(100 * percentile(claims, 0.1)),
  high: short(100 * percentile(claims, 0.9)),
});

const pointsOf = (truth: number, promoted: readonly PromotedGain[]): Point[] => [
  pointOf(
    names.seen,
    truth,
    -0.12,
    promoted.map(({ seen }) => seen.estimate),
  ),
  pointOf(
    names.honest,
    truth,
    0.12,
    promoted.map(({ honest }) => honest.estimate),
  ),
];

const x = {
  field: 'truth',
  type: 'quantitative',
  scale: { domain: [-1, 11], nice: false },
  axis: { title: 'true gain in points', grid: false, values: [0, 2, 5, 10] },
};
const y = (field: string): Drawing => ({
  field,
  type: 'quantitative',
  scale: { domain: [-12, 24], nice: false },
  axis: { title: 'gain as it is reported, in points', tickCount: 8 },
});

const drawing = (values: readonly Point[]): Drawing => ({
  title: {
    text: 'The gain that is reported, against the true one',
    subtitle: 'mean, and the middle eight tenths, of candidates that were promoted; the dashed line is the truth',
  },
  width: 560,
  height: 300,
  layer: [
    {
      data: {
        values: [
          { truth: -1, mean: -1 },
          { truth: 11, mean: 11 },
        ],
      },
      mark: { type: 'line', color: colours.bar, strokeDash: [6, 4], strokeWidth: 1.5 },
      encoding: { x, y: y('mean') },
    },
    {
      data: { values },
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x, y: y('low'), y2: { field: 'high' }, color: bySeries(series, 1) },
    },
    {
      data: { values },
      mark: { type: 'point', filled: true, size: 70, opacity: 1 },
      encoding: { x, y: y('mean'), color: bySeries(series, 1) },
    },
  ],
});

/** What selection does to a gain, and what confirmation items do about it. */
export const claimedGain: Picture = {
  file: 'gain.svg',
  draw: (say) => {
    const mixed = [0.02, 0.05, 0.1].map((truth) => ({
      truth,
      promoted: played(jobOf([0, -0.05, truth]), mixedJobs).filter((each) => each.truth === truth),
    }));
    const groups = [{ truth: 0, promoted: played(equal, equalJobs) }, ...mixed];
    const claims = Array.from({ length: boards }, (_, seed) => leaderboardGain(equal, seed + 1));
    const values = [
      pointOf(names.board, 0, -0.36, claims),
      ...groups.flatMap(({ truth, promoted }) => pointsOf(truth, promoted)),
    ];
    for (const { truth, promoted } of groups) {
      const [seen, honest] = pointsOf(truth, promoted) as [Point, Point];
      say(
        `gain: ${promoted.length} promoted of a true gain of ${100 * truth} points: ${seen.mean.toFixed(1)} on the verdict's own pairs, ${honest.mean.toFixed(1)} on confirmation items`,
      );
    }
    say(
      `gain: a leaderboard claims ${(values[0] as Point).mean.toFixed(1)} points for the first of 20 equal candidates`,
    );
    return drawing(values);
  },
};
