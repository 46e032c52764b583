import { nullJob, baselineRules, simulateRuns, simulationPolicy, slotSimulation } from '@ao/science';
import { barAt, bySeries, colours, note, percent, short, type Drawing, type Picture } from './picture.js';

const jobs = 10;
const candidates = 20;
const lives = 1_000;
const rivalJobs = 300;
const gateJobs = 2_000;

const names = {
  higher: 'promote who scored higher',
  test: "McNemar's test after every pair",
  renewed: 'the gate, each job with an error of 5 % of its own',
  ledger: "the gate with the slot's ledger",
} as const;

const series = {
  [names.higher]: colours.rival,
  [names.test]: colours.third,
  [names.renewed]: colours.limit,
  [names.ledger]: colours.ours,
};

interface Point {
  readonly series: string;
  readonly job: number;
  readonly rate: number;
}

const perJob = (name: string, rate: (job: number) => number): Point[] =>
  Array.from({ length: jobs }, (_, index) => ({ series: name, job: index + 1, rate: short(rate(index + 1)) }));

const simulation = nullJob(simulationPolicy, candidates);

/** Jobs that know nothing of each other: each promotes with the same probability, so that of any promotion is 1 - (1 - p)^jobs. */
const unrelated = (name: string, count: number, rule?: (typeof baselineRules)[keyof typeof baselineRules]): Point[] => {
  const { rate } = simulateRuns(rule ? { ...simulation, rule } : simulation, count, 1);
  return perJob(name, (job) => 1 - (1 - rate) ** job);
};

/** Lives under the ledger. The same seed plays the same life for as many jobs as one asks for, so a life without a false promotion is played once. */
const underLedger = (): Point[] => {
  const plays = perJob(names.ledger, (job) => job).map(({ job }) =>
    slotSimulation({
      policy: simulationPolicy,
      spending: 'family_wise',
      jobs: job,
      candidates,
      betterEvery: 0,
      gain: 0,
    }),
  );
  const wrong = Array.from({ length: lives }, (_, life) => life + 1).filter(
    (seed) => (plays.at(-1)?.(seed).wrong ?? 0) > 0,
  );
  return perJob(names.ledger, (job) => wrong.filter((seed) => (plays[job - 1]?.(seed).wrong ?? 0) > 0).length / lives);
};

const drawing = (values: readonly Point[]): Drawing => ({
  title: {
    text: 'Over the life of a slot: chance that anything was promoted that is no better',
    subtitle: `jobs of ${candidates} candidates, all exactly as good as the incumbent; the axis is logarithmic`,
  },
  width: 560,
  height: 280,
  layer: [
    barAt(0.05),
    note('promised for the whole life: at most 5 %', { x: 10, y: 0.05, align: 'right', colour: colours.bar }),
    {
      data: { values },
      mark: { type: 'line', point: { size: 45 }, strokeWidth: 2.5 },
      encoding: {
        x: {
          field: 'job',
          type: 'quantitative',
          scale: { domain: [1, jobs], nice: false, zero: false },
          axis: { title: 'jobs so far', tickCount: jobs, grid: false },
        },
        y: {
          field: 'rate',
          type: 'quantitative',
          scale: { type: 'log', domain: [0.01, 1], nice: false },
          axis: { title: 'slots with a false promotion', format: '.0%', values: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] },
        },
        color: bySeries(series, 2),
      },
    },
  ],
});

/** Error over the jobs of a slot, with and without a ledger. */
export const slotLife: Picture = {
  file: 'slot-life.svg',
  draw: (say) => {
    const values = [
      ...unrelated(names.higher, rivalJobs, baselineRules.strictly_better),
      ...unrelated(names.test, rivalJobs, baselineRules.peeked_mcnemar),
      ...unrelated(names.renewed, gateJobs),
      ...underLedger(),
    ];
    const at = (name: string, job: number): string =>
      percent(values.find((each) => each.series === name && each.job === job)?.rate ?? 0);
    for (const name of Object.values(names))
      say(
        `slot life: ${name}: ${at(name, 1)} of slots with a false promotion after 1 job, ${at(name, 5)} after 5, ${at(name, jobs)} after ${jobs}`,
      );
    return drawing(values);
  },
};
