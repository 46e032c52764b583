import type { Settings } from '../settings/settings.js';
import { analysisOf } from './analysis.js';
import type { Corpus } from './corpus.js';
import { indexCorpus } from './postings.js';
import { queryReader } from './query-features.js';
import { rankingOf } from './ranking.js';

/** One document found. */
export interface Hit {
  readonly id: string;
  readonly score: number;
}

/** A searchable corpus. */
export interface SearchIndex {
  /** The best `most`, best first. */
  readonly search: (query: string, most: number) => readonly Hit[];
}

/** Indexes a corpus for these settings. */
export const searchIndexOf = (settings: Settings, corpus: Corpus): SearchIndex => {
  const analysis = analysisOf(settings, corpus.language);
  const postings = indexCorpus(corpus, analysis, settings.number('title_boost'));
  const read = queryReader(settings, analysis, postings, corpus.split);
  const { rank } = rankingOf(settings, postings);
  const allFirst = settings.text('combine_with') === 'and-then-or';
  return {
    search: (query, most) => {
      const features = read(query);
      const all = allFirst ? rank(features, most, true) : [];
      const found = all.length > 0 ? all : rank(features, most, false);
      return found.map(({ document, score }) => ({ id: corpus.ids[document] ?? '', score }));
    },
  };
};
