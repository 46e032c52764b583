import { createHash } from 'node:crypto';
import { splitOf } from '@ao/domain-evaluation';
import { inMemoryKnowledge, recall } from '@ao/specialists';
import { isProvenBetter } from './proven.js';
import { runRival } from './python.js';
import type { RetrievalSet } from './retrieval-sets.js';
import { runConfiguration, searchAgent } from './search-agent.js';

/** Candidates and episodes of a search as a balanced job has them; the rival tries as many configurations, each on every item that a search may see. */
const [candidates, searchEpisodes] = [24, 5_600];
/** Sets with fewer items are split anew so many times, since one item of a small holdout is several points. */
const [small, splitsOfSmall] = [400, 5];

/** Shares of the holdout that are solved, means over the splits of a set. */
export interface Comparison {
  readonly name: string;
  readonly items: number;
  /** The defaults of the agent. */
  readonly defaults: number;
  /** The configuration that the search ranks first. */
  readonly found: number;
  /** That configuration where the gate proves it better than the defaults, else the defaults: what serves after a job. */
  readonly trained: number;
  readonly rival: number;
}

interface Halves {
  /** Places of the items. */
  readonly search: readonly number[];
  readonly holdout: readonly number[];
}

/** Splits as the platform splits, by the hash of each item's id; with another salt another split. */
const splitBy = ({ items }: RetrievalSet, salt: number): Halves => {
  const isHoldout = items.map(
    ({ id }) => splitOf(createHash('sha256').update(`${salt} ${id}`).digest('hex')) === 'holdout',
  );
  const places = [...items.keys()];
  return {
    search: places.filter((place) => !isHoldout[place]),
    holdout: places.filter((place) => isHoldout[place]),
  };
};

const mean = (values: readonly (number | boolean)[]): number =>
  values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length;

const playSplit = async (set: RetrievalSet, { search, holdout }: Halves, seed: number) => {
  const knowledge = inMemoryKnowledge(set.documents);
  const at = (places: readonly number[]) => places.flatMap((place) => set.items[place] ?? []);
  const best = await searchAgent({
    specialist: recall,
    knowledge,
    items: at(search),
    candidates,
    episodes: searchEpisodes,
    seed,
  });
  const { solved: found } = await runConfiguration(recall, best, knowledge, at(holdout));
  const { solved: defaults } = await runConfiguration(recall, {}, knowledge, at(holdout));
  return {
    defaults: mean(defaults),
    found: mean(found),
    trained: mean(isProvenBetter(found, defaults) ? found : defaults),
  };
};

const textsOf = ({ documents, items }: RetrievalSet) => {
  const numbers = new Map(documents.map(({ id }, number) => [id, number]));
  return {
    documents: documents.map(({ title, text }) => `${title} ${text}`.trim()),
    queries: items.map(({ input }) => (input as { query: string }).query),
    targets: items.map(({ target }) =>
      (target as { documents: readonly string[] }).documents.map((id) => numbers.get(id)),
    ),
  };
};

/** Trains `recall` and its rival on each set, and measures both on the holdout. */
export const compareRetrieval = async (
  sets: readonly RetrievalSet[],
  python: string,
  say: (line: string) => void,
): Promise<readonly Comparison[]> => {
  const splits = sets.map((set) =>
    Array.from({ length: set.items.length < small ? splitsOfSmall : 1 }, (_, salt) => splitBy(set, salt)),
  );
  const rivals = await runRival<Record<string, readonly number[]>>(python, 'bm25s_rival.py', {
    configurations: candidates + 1,
    sets: sets.map((set, place) => ({ name: set.name, ...textsOf(set), splits: splits[place] })),
  });
  const compared: Comparison[] = [];
  for (const [place, set] of sets.entries()) {
    const played = [];
    for (const [salt, halves] of (splits[place] ?? []).entries()) played.push(await playSplit(set, halves, salt + 1));
    const row = {
      name: set.name,
      items: set.items.length,
      defaults: mean(played.map(({ defaults }) => defaults)),
      found: mean(played.map(({ found }) => found)),
      trained: mean(played.map(({ trained }) => trained)),
      rival: mean(rivals[set.name] ?? []),
    };
    say(
      `${set.name}: ${set.documents.length} documents, ${set.items.length} questions, ${played.length} splits; first right on holdout: defaults ${row.defaults.toFixed(3)}, search alone ${row.found.toFixed(3)}, trained ${row.trained.toFixed(3)}, bm25s ${row.rival.toFixed(3)}`,
    );
    compared.push(row);
  }
  return compared;
};
