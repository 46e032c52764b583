import { abstains, fitCalibration, recalibrated, rngOf } from '@ao/science';
import { itemsOf, labelOf, stubAgents, type Known, type StubAgent } from '../calibration/stub-agents.js';
import { naiveThreshold } from '../calibration/selective-risk.js';
import { barAt, bySeries, colours, note, percent, short, type Drawing, type Picture } from './picture.js';

const labels = 500;
const trials = 200;
const targetRisk = 0.2;
const agent = stubAgents.find(({ name }) => name === 'shifted') as StubAgent;

const names = { naive: 'the lowest threshold that held on the labels', ours: 'the threshold of the platform' } as const;

interface Answered {
  readonly coverage: number;
  readonly risk: number;
}

const answered = (items: readonly Known[], answers: (confidence: number) => boolean): Answered => {
  const given = items.filter(({ confidence }) => answers(confidence));
  return {
    coverage: short(given.length / items.length),
    risk: given.length === 0 ? 0 : short(given.reduce((sum, { truth }) => sum + 1 - truth, 0) / given.length),
  };
};

/** True risk and coverage of the thresholds that one set of labels gives. */
const trial = (items: readonly Known[], seed: number): Readonly<Record<keyof typeof names, Answered>> => {
  const rng = rngOf(seed, 'selective risk', agent.name, targetRisk);
  const drawn = Array.from({ length: labels }, () => labelOf(agent, rng));
  const fitted = fitCalibration(drawn, {
    method: 'platt',
    targetRisk,
    riskConfidence: 0.95,
    action: 'abstain',
    escalateTo: '',
    seed,
  });
  const least = naiveThreshold(drawn, targetRisk);
  return {
    ours: answered(items, (confidence) => !abstains(fitted, recalibrated(fitted, confidence))),
    naive: answered(items, (confidence) => confidence >= least),
  };
};

const y = {
  field: 'risk',
  type: 'quantitative',
  scale: { domain: [0, 0.4], nice: false },
  axis: { title: 'wrong among the answers given, in truth', format: '.0%', tickCount: 4 },
};

const curve = (values: readonly Answered[]): Drawing => ({
  width: 270,
  height: 260,
  layer: [
    {
      data: { values },
      mark: { type: 'line', color: colours.limit, strokeWidth: 2.5, clip: true },
      encoding: {
        x: {
          field: 'coverage',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: 'share of the inputs that are answered', format: '.0%', grid: false, tickCount: 5 },
        },
        y,
      },
    },
    barAt(targetRisk),
    note('target: at most 20 %', { x: 0.02, y: targetRisk, colour: colours.bar }),
  ],
});

const width = 0.01;

const strips = (series: string, found: readonly Answered[]) => {
  const counts = new Map<number, number>();
  for (const { risk } of found) counts.set(Math.floor(risk / width), (counts.get(Math.floor(risk / width)) ?? 0) + 1);
  return [...counts].map(([bin, count]) => ({
    series,
    low: short(bin * width),
    high: short((bin + 1) * width),
    count,
  }));
};

const histogram = (values: readonly object[]): Drawing => ({
  width: 270,
  height: 260,
  layer: [
    {
      data: { values },
      mark: { type: 'bar', opacity: 0.65, clip: true },
      encoding: {
        x: {
          field: 'count',
          type: 'quantitative',
          stack: null,
          axis: { title: `thresholds, of ${trials} sets of ${labels} labels`, grid: false },
        },
        y: { ...y, field: 'low' },
        y2: { field: 'high' },
        x2: { datum: 0 },
        color: bySeries({ [names.naive]: colours.rival, [names.ours]: colours.ours }, 1),
      },
    },
    barAt(targetRisk),
  ],
});

/** What it costs to be wrong less often, and where thresholds fall that are found on a few hundred labels. */
export const abstention: Picture = {
  file: 'abstention.svg',
  draw: (say) => {
    const items = itemsOf(agent).sort((a, b) => b.confidence - a.confidence);
    const values = Array.from({ length: 60 }, (_, index) => (index + 1) / 60).map((coverage) =>
      answered(
        items,
        (confidence) => confidence >= (items[Math.ceil(coverage * items.length) - 1] as Known).confidence,
      ),
    );
    const found = Array.from({ length: trials }, (_, seed) => trial(items, seed));
    const told = (kind: keyof typeof names): string => {
      const all = found.map((each) => each[kind]);
      return `held in ${percent(all.filter(({ risk }) => risk <= targetRisk).length / trials)} of ${trials} sets of labels, answers ${percent(all.reduce((sum, { coverage }) => sum + coverage, 0) / trials)}`;
    };
    say(
      `abstention: at most ${percent(targetRisk)} wrong: the platform's threshold ${told('ours')}; ${names.naive} ${told('naive')}`,
    );
    return {
      title: {
        text: 'Answer less, be wrong less',
        subtitle: 'one agent: what is possible (left), and where thresholds from 500 labels end up (right)',
      },
      spacing: 40,
      hconcat: [
        curve(values),
        histogram([
          ...strips(
            names.naive,
            found.map(({ naive }) => naive),
          ),
          ...strips(
            names.ours,
            found.map(({ ours }) => ours),
          ),
        ]),
      ],
    };
  },
};
