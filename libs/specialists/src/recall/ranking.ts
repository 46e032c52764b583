import type { Settings } from '../settings/settings.js';
import { documentsWith, type QueryFeatures } from './query-features.js';
import type { Postings } from './postings.js';

/** One document found: its place in the corpus and its score. */
export interface Ranked {
  readonly document: number;
  readonly score: number;
}

/** The best `most` of the touched documents with a score, best first; of equals the earlier in the corpus. */
const bestOf = (scores: Float64Array, touched: readonly number[], most: number): readonly Ranked[] => {
  const best: Ranked[] = [];
  for (const document of touched) {
    const score = scores[document]!;
    const last = best[most - 1];
    if (last !== undefined && (score < last.score || (score === last.score && document > last.document))) continue;
    const place = best.findIndex((each) => score > each.score || (score === each.score && document < each.document));
    best.splice(place < 0 ? best.length : place, 0, { document, score });
    if (best.length > most) best.pop();
  }
  return best;
};

/** Scores the documents that hold what a query looks up. */
export interface Ranking {
  /** Best first; with `all` only documents in which every word of the query matches. */
  readonly rank: (query: QueryFeatures, most: number, all: boolean) => readonly Ranked[];
}

/**
 * BM25 with a lower bound of `d` for a feature that occurs at all: sum over the query of weight x idf x (d + tf (k + 1) / (tf + k (1 - b + b length)))
 * with idf = ln(1 + (N - n + 0.5) / (n + 0.5)). Robertson, Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009; the bound is BM25+
 * of Lv, Zhai, CIKM 2011; titles count by tf as in BM25F (Robertson, Zaragoza, Taylor, CIKM 2004). Each kind of feature has its own lengths.
 */
export const rankingOf = (settings: Settings, postings: Postings): Ranking => {
  const [k, b, d] = [settings.number('k'), settings.number('b'), settings.number('d')];
  const { table, starts, documents, weights, lengths } = postings;
  const count = lengths.term.length;
  // Reused from query to query: a search allocates nothing that grows with the corpus.
  const scores = new Float64Array(count);
  const matchedWords = new Uint16Array(count);
  const lastWord = new Int32Array(count).fill(-1);
  const touched: number[] = [];
  const add = (feature: number, weight: number, word: number): void => {
    const holding = documentsWith(postings, feature);
    const idf = weight * Math.log(1 + (count - holding + 0.5) / (holding + 0.5));
    const relative = lengths[table.kindOf(feature)];
    for (let index = starts[feature]!; index < starts[feature + 1]!; index++) {
      const document = documents[index]!;
      const tf = weights[index]!;
      if (scores[document] === 0) touched.push(document);
      scores[document]! += idf * (d + (tf * (k + 1)) / (tf + k * (1 - b + b * relative[document]!)));
      if (word >= 0 && lastWord[document] !== word) {
        lastWord[document] = word;
        matchedWords[document]! += 1;
      }
    }
  };
  const clear = (): void => {
    for (const document of touched) {
      scores[document] = 0;
      matchedWords[document] = 0;
      lastWord[document] = -1;
    }
    touched.length = 0;
  };
  return {
    rank: ({ features, words }, most, all) => {
      for (const { feature, weight, word } of features) add(feature, weight, word);
      const eligible = all ? touched.filter((document) => matchedWords[document] === words) : touched;
      const best = bestOf(scores, eligible, most);
      clear();
      return best;
    },
  };
};
