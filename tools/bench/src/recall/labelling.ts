import { inMemoryKnowledge, mailGuard } from '@ao/specialists';
import { clincSubset, itemsOf, promptInjections, type LabelledSet } from './labelled-sets.js';
import { isProvenBetter } from './proven.js';
import { runRival } from './python.js';
import { runConfiguration, searchAgent } from './search-agent.js';

/** Configurations that each side tries. */
const configurations = 6;
const textsPerLabel = 40;
const splits = [1, 2, 3, 4, 5];

interface RivalAnswer {
  readonly accuracy: number;
  readonly seconds: number;
}

/** What serves after a job: what the search found where the gate proves it better than the defaults, else the defaults. */
const trainedAccuracy = async ({ train, dev, test }: LabelledSet): Promise<number> => {
  const knowledge = inMemoryKnowledge([], itemsOf(train));
  const items = itemsOf(dev);
  const best = await searchAgent({
    specialist: mailGuard,
    knowledge,
    items,
    candidates: configurations - 1,
    episodes: configurations * items.length,
    seed: 1,
  });
  const { solved: found } = await runConfiguration(mailGuard, best, knowledge, itemsOf(test));
  const { solved: defaults } = await runConfiguration(mailGuard, {}, knowledge, itemsOf(test));
  const serving = isProvenBetter(found, defaults) ? found : defaults;
  return serving.filter(Boolean).length / serving.length;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Trains `mail-guard` and the grid of scikit-learn on each set. `gap`: the points on test by which ours is ahead where it is least ahead. */
export const compareLabelling = async (
  folder: string,
  python: string,
  say: (line: string) => void,
): Promise<{ readonly gap: number }> => {
  const groups = [
    { name: 'clinc150', sets: [clincSubset(folder, 151, textsPerLabel)] },
    { name: 'prompt-injections', sets: splits.map((seed) => promptInjections(folder, seed)) },
  ];
  const gaps: number[] = [];
  for (const { name, sets } of groups) {
    const rivals = await runRival<Record<string, RivalAnswer>>(python, 'sklearn_rival.py', { configurations, sets });
    const theirs = mean(sets.map((set) => rivals[set.name]?.accuracy ?? Number.NaN));
    const ours: number[] = [];
    for (const set of sets) ours.push(await trainedAccuracy(set));
    say(
      `${name}: ${sets[0]?.train.length ?? 0} texts to learn from, ${sets.length} splits; right on test: trained mail-guard ${mean(ours).toFixed(3)}, scikit-learn's grid ${theirs.toFixed(3)}, of ${configurations} configurations each`,
    );
    gaps.push(100 * (mean(ours) - theirs));
  }
  return { gap: Math.min(...gaps) };
};
