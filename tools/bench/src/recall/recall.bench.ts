import { reaches, type Bench, type Row } from '../bench.js';
import { compareLabelling } from './labelling.js';
import { dataFolder } from './data.js';
import { rivalPython } from './python.js';
import { compareRetrieval, type Comparison } from './retrieval.js';
import { retrievalSets } from './retrieval-sets.js';

/** The set on which ours is furthest behind the rival, or least ahead of it. In points. */
const worst = (compared: readonly Comparison[], ours: 'trained' | 'found' | 'defaults') =>
  compared
    .map(({ name, rival, [ours]: reached }) => ({ name, gap: 100 * (reached - rival) }))
    .reduce((least, each) => (each.gap < least.gap ? each : least));

const retrievalRows = (compared: readonly Comparison[], say: (line: string) => void): readonly Row[] => {
  const [trained, defaults, found] = [
    worst(compared, 'trained'),
    worst(compared, 'defaults'),
    worst(compared, 'found'),
  ];
  say(
    `least ahead of bm25s, in points: trained ${trained.gap.toFixed(1)} on ${trained.name}, defaults ${defaults.gap.toFixed(1)} on ${defaults.name}, the search's first without the gate ${found.gap.toFixed(1)} on ${found.name}`,
  );
  return [
    reaches('recall_worst', { ours: trained.gap, unit: 'points against bm25s' }, 0),
    reaches('recall_defaults_worst', { ours: defaults.gap, unit: 'points against bm25s' }, 0),
  ];
};

/** `recall` against bm25s with stemming, and `mail-guard` against a grid of scikit-learn, at the same number of configurations. Reads the public sets beside the project. */
export const recallBench: Bench = async (say) => {
  const folder = dataFolder();
  if (folder === undefined) {
    say('skipped: there is no ../shared/data beside the project, whose sets this benchmark reads');
    return [];
  }
  const rivals = rivalPython();
  if ('missing' in rivals) {
    say(`skipped: ${rivals.missing}`);
    return [];
  }
  const compared = await compareRetrieval(retrievalSets(folder), rivals.python, say);
  const { gap } = await compareLabelling(folder, rivals.python, say);
  return [
    ...retrievalRows(compared, say),
    reaches('classify_gap', { ours: gap, unit: 'points against scikit-learn' }, -1),
  ];
};
