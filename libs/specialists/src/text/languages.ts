// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient declaration cannot be imported, and must reach every project that compiles this source
/// <reference path="./stopword.d.ts" />
import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { ara, dan, deu, eng, fin, fra, hun, ita, nld, nob, por, ron, rus, spa, swe, tur } from 'stopword';
import { foldCase, visibleText } from './fold.js';

/** A language: its commonest words, folded, and what its words are reduced to. */
export interface Language {
  readonly name: string;
  readonly stopWords: ReadonlySet<string>;
  readonly stem: (word: string) => string;
}

const folded = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.map((word) => foldCase(visibleText(word), true)));

const languageOf = (name: string, words: readonly string[], stem: (word: string) => string): Language => ({
  name,
  stopWords: folded(words),
  stem,
});

export const englishLanguage: Language = languageOf('english', eng, english);

/** Whether a word, folded or not, is one of the language's commonest. */
export const isStopWord = ({ stopWords }: Language, word: string): boolean => stopWords.has(foldCase(word, true));

const languages: readonly Language[] = [
  englishLanguage,
  languageOf('arabic', ara, arabic),
  languageOf('danish', dan, danish),
  languageOf('dutch', nld, dutch),
  languageOf('finnish', fin, finnish),
  languageOf('french', fra, french),
  languageOf('german', deu, german),
  languageOf('hungarian', hun, hungarian),
  languageOf('italian', ita, italian),
  languageOf('norwegian', nob, norwegian),
  languageOf('portuguese', por, portuguese),
  languageOf('romanian', ron, romanian),
  languageOf('russian', rus, russian),
  languageOf('spanish', spa, spanish),
  languageOf('swedish', swe, swedish),
  languageOf('turkish', tur, turkish),
];

/** The share of the words that must be a language's commonest ones before it is believed. */
const leastShare = 0.05;

/** The language whose commonest words make up most of these; English where none does. */
export const languageOfWords = (words: readonly string[]): Language => {
  const shares = languages.map((language) => ({
    language,
    share: words.reduce((sum, word) => sum + (isStopWord(language, word) ? 1 : 0), 0) / Math.max(1, words.length),
  }));
  const best = shares.reduce((one, other) => (other.share > one.share ? other : one));
  return best.share >= leastShare ? best.language : englishLanguage;
};
