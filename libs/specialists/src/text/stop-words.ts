import { englishLanguage } from './languages.js';

/** The commonest English words, lower case. */
export const stopWords: ReadonlySet<string> = englishLanguage.stopWords;
