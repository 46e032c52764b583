import { driftDefaults, exactUpperBound } from '@ao/science';
import { atMost, reaches, type Bench, type Row } from '../bench.js';
import { driftDelay, drifts, eceOfDrift, falseAlarms, mildDrifts } from './drifting.js';
import { recalibration } from './recalibration.js';
import { selectiveRisk } from './selective-risk.js';
import { knowsNothing, speaksInFives, stubAgents } from './stub-agents.js';

const labels = 500;
const trials = Number(process.env['AO_BENCH_TRIALS'] ?? 1_000);
const watches = Number(process.env['AO_BENCH_WATCHES'] ?? 10_000);

type Say = (line: string) => void;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const ece = (say: Say): Row[] => {
  const runs = Math.max(10, Math.round(trials / 10));
  const measured = [...stubAgents, speaksInFives].map((agent) => {
    const { before, after, worst, methods } = recalibration(agent, labels, runs);
    say(
      `${agent.name}: true ECE ${before.toFixed(3)}, after recalibration on ${labels} labels ${after.toFixed(4)} on average over ${runs} runs, at worst ${worst.toFixed(3)}; ${Object.entries(
        methods,
      )
        .map(([method, times]) => `${method} ${times}`)
        .join(', ')}`,
    );
    return { agent, before, after };
  });
  const smooth = measured.filter(({ agent }) => agent !== speaksInFives);
  return [
    atMost(
      'ece',
      {
        ours: mean(smooth.map(({ after }) => after)),
        theirs: mean(smooth.map(({ before }) => before)),
        unit: 'true ECE, mean over agents',
      },
      0.02,
    ),
  ];
};

const conformal = (say: Say): Row[] => {
  const targets = [0.1, 0.2];
  const agents = (targetRisk: number) => [
    ...stubAgents.filter(({ name }) => name !== 'overconfident'),
    knowsNothing(targetRisk),
  ];
  const worlds = targets.flatMap((targetRisk) => agents(targetRisk).map((agent) => ({ agent, targetRisk })));
  const each = Math.ceil(trials / worlds.length);
  const measured = worlds.map(({ agent, targetRisk }) => {
    const risk = selectiveRisk(agent, { labels, targetRisk, trials: each });
    say(
      `${agent.name}, at most ${percent(targetRisk)} wrong: held in ${percent(risk.held / each)} of ${each} trials, ${percent(risk.coverage)} answered on average, none at all in ${percent(risk.neverAnswers / each)}; a threshold on the labels' own risk held in ${percent(risk.naiveHeld / each)}`,
    );
    return risk;
  });
  const share = (count: 'held' | 'naiveHeld'): number => mean(measured.map((risk) => risk[count] / each));
  return [
    reaches('conformal_held', { ours: share('held'), theirs: share('naiveHeld'), unit: 'share of trials' }, 0.95),
  ];
};

const calibrated = 500;
const runs = 200;

const delaysOf = (some: typeof drifts, say: Say): number[] =>
  Object.entries(some).map(([name, truth]) => {
    const { mean: delay, worst } = driftDelay(name, calibrated, runs);
    say(
      `drift, ${name} (true ECE ${eceOfDrift(truth).toFixed(2)}): found after ${delay.toFixed(0)} outcomes on average, ${worst} at worst, in ${runs} runs of ${calibrated} calibrated outcomes before`,
    );
    return delay;
  });

const drift = (say: Say): Row[] => {
  const delays = delaysOf(drifts, say);
  // Only told: they take longer than the aim allows.
  delaysOf(mildDrifts, say);
  const length = 500;
  const { ours, peeked } = falseAlarms(watches, length);
  say(
    `no drift: ${ours} of ${watches} runs of ${length} outcomes with a false alarm, ${ours} in ${watches * length} outcomes (99 % upper bound ${exactUpperBound(ours, watches, 0.99).toExponential(1)} a run; the proved bound is ${driftDefaults.alpha}); a peeked test at 5 % in ${percent((2 * peeked) / watches)}`,
  );
  const countable = 0.01;
  const loose = Math.ceil(watches / 5);
  say(
    `the same without tolerance at alpha ${countable}, where alarms can be counted: ${falseAlarms(loose, length, { alpha: countable, tolerance: 0 }).ours} of ${loose} runs`,
  );
  return [
    atMost('drift_delay', { ours: mean(delays), unit: 'outcomes' }, 200),
    atMost('drift_false_alarm', { ours: ours / watches, theirs: (2 * peeked) / watches, unit: 'share of runs' }, 1e-4),
  ];
};

/** Recalibration, abstention and drift of stub agents whose truth is known. */
export const calibration: Bench = async (say) => [...ece(say), ...conformal(say), ...drift(say)];
