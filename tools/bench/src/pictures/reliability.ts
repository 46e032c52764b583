import {
  calibrationMeasures,
  fitCalibration,
  recalibrated,
  reliabilityAccumulator,
  rngOf,
  type CalibrationMeasures,
  type Label,
} from '@ao/science';
import { labelOf, stubAgents, type StubAgent } from '../calibration/stub-agents.js';
import { colours, short, type Drawing, type Picture } from './picture.js';

const fittedOn = 500;
const measuredOn = 4_000;
const agent = stubAgents.find(({ name }) => name === 'overconfident') as StubAgent;

const labelsOf = (count: number, name: string): Label[] => {
  const rng = rngOf(1, 'reliability', name);
  return Array.from({ length: count }, () => labelOf(agent, rng));
};

const measured = (labels: readonly Label[], heard: (confidence: number) => number): CalibrationMeasures => {
  const accumulator = reliabilityAccumulator();
  for (const { confidence, solved } of labels) accumulator.add(heard(confidence), solved);
  return calibrationMeasures(accumulator.data()) as CalibrationMeasures;
};

const share = (field: string, title: string): Drawing => ({
  field,
  type: 'quantitative',
  scale: { domain: [0, 1] },
  axis: { title, format: '.0%', tickCount: 5 },
});

const panel = (title: string, colour: string, { ece, bins }: CalibrationMeasures): Drawing => {
  const values = bins.map(({ meanConfidence, solveRate }) => ({
    said: short(meanConfidence),
    solved: short(solveRate.value),
    low: short(solveRate.low),
    high: short(solveRate.high),
  }));
  const [x, y] = [share('said', 'confidence that was said'), share('solved', 'share that was solved')];
  return {
    title: {
      text: title,
      subtitle: `ECE ${ece.value.toFixed(3)}, 95 % interval ${ece.low.toFixed(3)} to ${ece.high.toFixed(3)}`,
      fontSize: 12,
      offset: 8,
    },
    width: 270,
    height: 270,
    layer: [
      {
        data: {
          values: [
            { said: 0, solved: 0 },
            { said: 1, solved: 1 },
          ],
        },
        mark: { type: 'line', color: colours.bar, strokeDash: [6, 4], strokeWidth: 1.5 },
        encoding: { x, y },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2, color: colour },
        encoding: { x, y: share('low', 'share that was solved'), y2: { field: 'high' } },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 55, opacity: 1, color: colour },
        encoding: { x, y },
      },
    ],
  };
};

/** A reliability diagram before and after recalibration. */
export const reliability: Picture = {
  file: 'reliability.svg',
  draw: (say) => {
    const fitted = fitCalibration(labelsOf(fittedOn, 'dev'), {
      method: 'auto',
      targetRisk: 0,
      riskConfidence: 0.95,
      action: 'abstain',
      escalateTo: '',
      seed: 1,
    });
    const fresh = labelsOf(measuredOn, 'fresh');
    const [before, after] = [
      measured(fresh, (confidence) => confidence),
      measured(fresh, (confidence) => recalibrated(fitted, confidence)),
    ];
    say(
      `reliability: ECE ${before.ece.value.toFixed(3)} as the agent says it, ${after.ece.value.toFixed(3)} after ${fitted.method} fitted on ${fittedOn} labels, both on ${measuredOn} fresh ones`,
    );
    return {
      title: {
        text: 'What confidences are worth, before and after recalibration',
        subtitle: `an agent that says too much; fitted on ${fittedOn} answers, measured on ${measuredOn.toLocaleString('en')} others`,
      },
      spacing: 40,
      hconcat: [
        panel('as the agent says it', colours.rival, before),
        panel(`recalibrated (${fitted.method})`, colours.ours, after),
      ],
    };
  },
};
