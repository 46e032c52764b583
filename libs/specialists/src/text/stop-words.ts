// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient declaration cannot be imported, and must reach every project that compiles this source
/// <reference path="./stopword.d.ts" />
import { eng } from 'stopword';

/** The commonest English words, lower case. */
export const stopWords: ReadonlySet<string> = new Set(eng);
