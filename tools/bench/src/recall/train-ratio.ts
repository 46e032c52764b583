import { rngOf, sampleConfiguration } from '@ao/science';
import { inMemoryKnowledge, mailGuard } from '@ao/specialists';
import { atMost, type Row } from '../bench.js';
import { clincSubset, itemsOf, type LabelledSet } from './labelled-sets.js';
import { runRival } from './python.js';

/** Seconds in which each side fits the same texts in as many configurations, one after another on one thread. */
export interface FitSeconds {
  readonly ours: number;
  readonly theirs: number;
}

/** Seconds of `mail-guard`'s fits: its defaults, and configurations drawn from its whole search space. */
const ourSeconds = async (set: LabelledSet, configurations: number): Promise<number> => {
  const knowledge = inMemoryKnowledge([], itemsOf(set.train));
  const { searchSpace } = mailGuard.profile;
  const rng = rngOf(1, 'train-ratio', set.name);
  let seconds = 0;
  for (let number = 0; number < configurations; number++) {
    const configuration = number === 0 ? {} : sampleConfiguration(searchSpace, rng);
    const started = performance.now();
    (await mailGuard.open(configuration, knowledge)).close();
    seconds += (performance.now() - started) / 1000;
  }
  return seconds;
};

/** Fits a set in `configurations` configurations, scikit-learn's grid first. `folder` is the shared data, `python` what `rivalPython` found. */
export const fitSeconds = async (set: LabelledSet, python: string, configurations: number): Promise<FitSeconds> => {
  const question = { configurations, sets: [{ ...set, dev: [], test: [] }] };
  const answers = await runRival<Record<string, { readonly seconds: number }>>(python, 'sklearn_rival.py', question);
  return { ours: await ourSeconds(set, configurations), theirs: answers[set.name]?.seconds ?? Number.NaN };
};

/** Texts per label of the subsets on which fits are timed. */
export const timedTextsPerLabel = 50;

/** The row `train_ratio`: the worse ratio of two subsets of clinc150, with 77 and 151 labels. At most 3 is the aim. */
export const trainRatioRow = async (
  folder: string,
  python: string,
  configurations: number,
  say: (line: string) => void,
): Promise<Row> => {
  const timed: FitSeconds[] = [];
  for (const labels of [77, 151]) {
    const set = clincSubset(folder, labels, timedTextsPerLabel);
    const seconds = await fitSeconds(set, python, configurations);
    say(
      `${set.name}, ${set.train.length} texts: ${configurations} fits in ${seconds.ours.toFixed(1)} s, scikit-learn's in ${seconds.theirs.toFixed(1)} s`,
    );
    timed.push(seconds);
  }
  const worst = timed.reduce((one, other) => (other.ours / other.theirs > one.ours / one.theirs ? other : one));
  const row = atMost('train_ratio', { ...worst, unit: 's' }, 3);
  return { ...row, aim: 'ratio <= 3', met: (row.ratio ?? Infinity) <= 3 };
};
