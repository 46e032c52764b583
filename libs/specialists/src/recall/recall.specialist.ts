import { DomainError, type Json } from '@ao/kernel';
import { isViolation, member, readText } from '../scoring/shape.js';
import { longestText } from '../scoring/check-item.js';
import { settingsOf } from '../settings/settings.js';
import type { Answer, Specialist } from '../specialist.js';
import { confidenceOf } from './confidence.js';
import { mostAnswers, mostQueryWords, recallProfile } from './recall.profile.js';
import { corpusOf } from './corpus.js';
import { searchIndexOf, type SearchIndex } from './search-index.js';

const queryOf = (input: Json): string => {
  const query = readText(member(input, 'query'), 'input.query', longestText);
  if (isViolation(query)) throw new DomainError('invalid_argument', `${query.path} ${query.message}`, [query]);
  return query;
};

/** Tokens are counted as words: those of the query that were read, and one per document id answered. */
const answer = (index: SearchIndex, query: string): Answer => {
  const hits = index.search(query, mostAnswers);
  const documents = hits.map(({ id }) => id);
  return {
    output: { documents },
    confidence: confidenceOf(hits.map(({ score }) => score)),
    tokensIn: Math.min(query.trim().split(/\s+/u).length, mostQueryWords),
    tokensOut: documents.length,
    costMicros: 0,
    memoryUtility: null,
  };
};

/** The built-in retrieval agent. Input `{query}`, output `{documents: [ids, best first]}`, ten at most. */
export const recall: Specialist = {
  profile: recallProfile,
  open: async (configuration, knowledge) => {
    const settings = settingsOf(recallProfile, configuration);
    const index = searchIndexOf(settings, await corpusOf(settings, knowledge));
    return { run: (input) => answer(index, queryOf(input)), close: () => undefined };
  },
};
