import { drawItem, rngOf, uniform, winsNeededFor, worldOf } from '@ao/science';
import { barAt, bySeries, colours, note, percent, short, type Picture } from './picture.js';

const comparisons = 4_000;
const pairs = 500;
/** How often each comparison is looked at, at even distances; the last look is at the end. */
const looks = [1, 2, 5, 10, 20, 50, 100, 250, 500];
const world = worldOf(0.6, 0.6);
/** Wins from which on the e-value is at least 20. */
const needed = winsNeededFor({ alpha: 0.05, minGain: 0.05 });

const names = { test: "McNemar's test, read as if each look were the only one", gate: "the gate's e-value" } as const;

interface Counts {
  readonly wins: number;
  readonly losses: number;
}

/** McNemar's test (1947) with Edwards' correction at 5 %. */
const significant = ({ wins, losses }: Counts): boolean =>
  wins > losses && (wins - losses - 1) ** 2 / (wins + losses) > 3.8415;
const proven = ({ wins, losses }: Counts): boolean => wins >= needed(wins + losses);

/** Wins and losses after each pair of two equal agents. */
const play = (seed: number): Counts[] => {
  const [items, luck] = [rngOf(seed, 'items'), rngOf(seed, 'luck')];
  let [wins, losses] = [0, 0];
  return Array.from({ length: pairs }, () => {
    const { incumbent, candidate } = drawItem(world, items);
    const [one, other] = [uniform(luck) < candidate, uniform(luck) < incumbent];
    wins += Number(one && !other);
    losses += Number(other && !one);
    return { wins, losses };
  });
};

const everAtLooks = (path: readonly Counts[], count: number, found: (counts: Counts) => boolean): boolean =>
  Array.from({ length: count }, (_, look) => path[Math.round(((look + 1) * pairs) / count) - 1] as Counts).some(found);

const rates = () => {
  const paths = Array.from({ length: comparisons }, (_, seed) => play(seed + 1));
  return looks.flatMap((count) => [
    {
      series: names.test,
      looks: count,
      rate: short(paths.filter((path) => everAtLooks(path, count, significant)).length / comparisons),
    },
    {
      series: names.gate,
      looks: count,
      rate: short(paths.filter((path) => everAtLooks(path, count, proven)).length / comparisons),
    },
  ]);
};

/** Two equal agents, and how often one is called better, by how often one looks. */
export const looking: Picture = {
  file: 'looking.svg',
  draw: (say) => {
    const values = rates();
    const at = (series: string, count: number): string =>
      percent(values.find((each) => each.series === series && each.looks === count)?.rate ?? 0);
    say(
      `looking: two equal agents, ${comparisons} comparisons of ${pairs} pairs. McNemar's test is wrong in ${looks.map((count) => `${at(names.test, count)} (${count} ${count === 1 ? 'look' : 'looks'})`).join(', ')}; the e-value in ${at(names.gate, 1)} with one look and ${at(names.gate, pairs)} with ${pairs}`,
    );
    return {
      title: {
        text: 'Two equal agents: how often one of them is called better',
        subtitle: `${comparisons.toLocaleString('en')} comparisons of ${pairs} pairs, one looks at even distances`,
      },
      width: 560,
      height: 260,
      layer: [
        barAt(0.05),
        note('promised: at most 5 %', { x: 480, y: 0.05, align: 'right', colour: colours.bar }),
        {
          data: { values },
          mark: { type: 'line', point: { size: 45 }, strokeWidth: 2.5 },
          encoding: {
            x: {
              field: 'looks',
              type: 'quantitative',
              scale: { type: 'log', domain: [1, 500], nice: false },
              axis: { title: 'looks at one comparison', values: looks, grid: false },
            },
            y: {
              field: 'rate',
              type: 'quantitative',
              scale: { domain: [0, 0.15] },
              axis: { title: 'wrong verdicts', format: '.0%', tickCount: 4 },
            },
            color: bySeries({ [names.test]: colours.rival, [names.gate]: colours.ours }, 1),
          },
        },
      ],
    };
  },
};
