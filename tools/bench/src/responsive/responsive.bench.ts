import { setTimeout as pause } from 'node:timers/promises';
import { orchestrator } from '@ao/contracts';
import { atMost, type Bench, type Row } from '../bench.js';
import { quantile } from '../quantiles.js';
import { dataFolder } from '../recall/data.js';
import { rivalPython } from '../recall/python.js';
import { trainRatioRow } from '../recall/train-ratio.js';
import { startChildPlatform, type ChildPlatform } from './child-platform.js';
import { probeWhile, type Answers } from './probes.js';
import { importDocuments, importIntents } from './sets.js';

/** Milliseconds of a port's p99 while a built-in agent trains. */
const aimMs = 100;
/** A job that takes longer is cancelled then: what counts is how the ports answer while it runs. */
const mostMs = 45_000;
const documents = 6_000;
/** Configurations that each side fits for `train_ratio`. */
const fits = 4;

const ended = ['completed', 'cancelled', 'denied', 'failed'];

const start = async ({ training }: ChildPlatform, miniAgent: string, taskSet: string): Promise<string> => {
  const wish = { miniAgent, taskSet, seed: 1, hints: { preset: 'quick' }, budget: { episodes: 1_500 } };
  const request = orchestrator.StartTrainingRequest.fromPartial(wish);
  return (await training.startTraining(request, { deadlineMs: 20_000 })).jobId;
};

const untilEnded = async ({ state }: ChildPlatform, jobId: string, deadlineMs: number): Promise<void> => {
  for (const end = performance.now() + deadlineMs; performance.now() < end; await pause(250)) {
    const { items } = await state.listRows(
      { view: 'jobs', filters: {}, cursor: '', limit: 10 },
      { deadlineMs: 20_000 },
    );
    if (ended.includes(String(items.find(({ id }) => id === jobId)?.body?.['status']))) return;
  }
};

/** The ports' answers while one job runs. */
const whileTraining = async (
  platform: ChildPlatform,
  miniAgent: string,
  taskSet: string,
  say: (line: string) => void,
): Promise<Answers> => {
  const jobId = await start(platform, miniAgent, taskSet);
  const begun = performance.now();
  const answers = await probeWhile(platform, untilEnded(platform, jobId, mostMs), mostMs);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  await platform.training.cancelTraining({ jobId, reason: 'measured' }, { deadlineMs: 20_000 }).catch(() => undefined);
  await untilEnded(platform, jobId, mostMs);
  const told = (name: string, ms: readonly number[]): string =>
    `${name} p50 ${quantile(ms, 0.5).toFixed(0)} ms, p99 ${quantile(ms, 0.99).toFixed(0)} ms, worst ${Math.max(...ms).toFixed(0)} ms`;
  say(
    `${miniAgent} on ${taskSet}, ${seconds} s, ${answers.http.length} reads of each: ${told('HTTP', answers.http)}; ${told('gRPC', answers.grpc)}`,
  );
  return answers;
};

/** The fits alone, after the platform has gone: what they take against scikit-learn's. */
const fitRows = async (folder: string | undefined, say: (line: string) => void): Promise<readonly Row[]> => {
  if (folder === undefined) return [];
  const rivals = rivalPython();
  if ('python' in rivals) return [await trainRatioRow(folder, rivals.python, fits, say)];
  say(`train_ratio is left out: ${rivals.missing}`);
  return [];
};

const portRows = async (folder: string | undefined, say: (line: string) => void): Promise<readonly Row[]> => {
  const platform = await startChildPlatform();
  try {
    const all: Answers[] = [];
    if (folder === undefined) say('no clinc150 beside the project: mail-guard is left out');
    else
      for (const labels of [77, 151])
        all.push(await whileTraining(platform, 'mail-guard', await importIntents(platform, folder, labels), say));
    all.push(await whileTraining(platform, 'recall', await importDocuments(platform, documents), say));
    const worst = (of: (answers: Answers) => readonly number[]): number =>
      Math.max(...all.map((answers) => quantile(of(answers), 0.99)));
    return [
      atMost('http_p99', { ours: worst(({ http }) => http), unit: 'ms' }, aimMs),
      atMost('grpc_p99', { ours: worst(({ grpc }) => grpc), unit: 'ms' }, aimMs),
    ];
  } finally {
    await platform.stop();
  }
};

/** How the ports answer while built-in agents train: reads every 50 ms, from another process. Then the fits alone, against scikit-learn's. */
export const responsive: Bench = async (say) => {
  const folder = dataFolder();
  return [...(await portRows(folder, say)), ...(await fitRows(folder, say))];
};
