import { nullJob, rivalJudges, simulateJob, simulationPolicy, slotSimulation } from '@ao/science';
import { barAt, bySeries, colours, note, percent, type Drawing, type Picture } from './picture.js';

const jobs = 10;
const candidates = 20;
const lives = 600;
const ledgerLives = 1_000;

const names = {
  higher: 'promote who scored higher',
  test: "McNemar's test after every pair",
  renewed: 'the gate, each job with an error of 5 % of its own',
  ledger: "the gate with the slot's ledger",
} as const;

const series = { [names.higher]: colours.rival, [names.test]: colours.third, [names.renewed]: colours.limit, [names.ledger]: colours.ours };

interface Point {
  readonly series: string;
  readonly job: number;
  readonly rate: number;
}

/** Share of lives with a false promotion up to each job, from the job of the first one in each life (none: undefined). */
const upToJob = (name: string, firsts: readonly (number | undefined)[]): Point[] =>
  Array.from({ length: jobs }, (_, index) => ({ series: name, job: index + 1, rate: firsts.filter((first) => first !== undefined && first <= index + 1).length / firsts.length }));

const firstJob = (promotes: (seed: number) => boolean, life: number): number | undefined => {
  for (let job = 1; job <= jobs; job++) if (promotes(life * 1_000 + job)) return job;
  return undefined;
};

const simulation = nullJob(simulationPolicy, candidates);

/** Lives whose jobs know nothing of each other. */
const unrelated = (name: string, judge?: (typeof rivalJudges)[keyof typeof rivalJudges]): Point[] =>
  upToJob(name, Array.from({ length: lives }, (_, life) => firstJob((seed) => simulateJob(judge ? { ...simulation, judge } : simulation, seed).promoted !== null, life + 1)));

/** Lives under the ledger: the same seed plays the same life for as many jobs as one asks for. */
const underLedger = (): Point[] => {
  const plays = Array.from({ length: jobs }, (_, index) => slotSimulation({ policy: simulationPolicy, spending: 'family_wise', jobs: index + 1, candidates, betterEvery: 0, gain: 0 }));
  const whole = plays[jobs - 1] as (typeof plays)[number];
  const wrong = (job: number, seed: number): boolean => (plays[job - 1] as (typeof plays)[number])(seed).wrong > 0;
  const first = (seed: number): number | undefined => (whole(seed).wrong === 0 ? undefined : Array.from({ length: jobs }, (_, index) => index + 1).find((job) => wrong(job, seed)));
  return upToJob(names.ledger, Array.from({ length: ledgerLives }, (_, life) => first(life + 1)));
};

const drawing = (values: readonly Point[]): Drawing => ({
  title: { text: 'Over the life of a slot: chance that anything was promoted that is no better', subtitle: `jobs of ${candidates} candidates, all exactly as good as the incumbent; the axis is logarithmic` },
  width: 560,
  height: 280,
  layer: [
    barAt(0.05),
    note('promised for the whole life: at most 5 %', { x: 1, y: 0.05, colour: colours.bar }),
    {
      data: { values },
      mark: { type: 'line', point: { size: 45 }, strokeWidth: 2.5 },
      encoding: {
        x: { field: 'job', type: 'quantitative', scale: { domain: [1, jobs], nice: false, zero: false }, axis: { title: 'jobs so far', tickCount: jobs, grid: false } },
        y: { field: 'rate', type: 'quantitative', scale: { type: 'log', domain: [0.01, 1], nice: false }, axis: { title: 'slots with a false promotion', format: '.0%', values: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] } },
        color: bySeries(series, 2),
      },
    },
  ],
});

/** Error over the jobs of a slot, with and without a ledger. */
export const slotLife: Picture = {
  file: 'slot-life.svg',
  draw: (say) => {
    const values = [...unrelated(names.higher, rivalJudges.strictly_better), ...unrelated(names.test, rivalJudges.peeked_mcnemar), ...unrelated(names.renewed), ...underLedger()];
    const at = (name: string, job: number): string => percent(values.find((each) => each.series === name && each.job === job)?.rate ?? 0);
    for (const name of Object.values(names)) say(`slot life: ${name}: ${at(name, 1)} of slots with a false promotion after 1 job, ${at(name, 5)} after 5, ${at(name, jobs)} after ${jobs}`);
    return drawing(values);
  },
};
