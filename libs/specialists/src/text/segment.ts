import { foldCase, visibleText } from './fold.js';

/** How a text is parted into words. */
export interface Segmentation {
  readonly foldAccents: boolean;
  /** The parts of `camelCase` and `snake_case` next to the whole. */
  readonly splitIdentifiers: boolean;
  /** Scripts without spaces: by dictionary (`Intl.Segmenter`), or every character and every pair of neighbours. */
  readonly unspaced: 'words' | 'pairs';
}

const word = '[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_]*';
/** Words, and words joined to a number, a path or a name: `3.14`, `ISO-9001`, `math.area`, `a@b.org`, `c++`. */
const token = new RegExp(`${word}(?:[.\\-:/@'’&+#,]${word})*(?:\\+\\+|#)?`, 'gu');
const joint = /[^\p{L}\p{M}\p{N}_]+/u;
/** What is looked up as a whole too; plain words with a hyphen, a comma or an apostrophe are not. */
const identifier = /\p{N}.*[^\p{L}\p{M}\p{N}]|[^\p{L}\p{M}\p{N}].*\p{N}|[_@+#./:]/u;
const innerParts = /_+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const unspacedScripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
const unspacedCharacter = unspacedScripts.map((script) => `\\p{Script_Extensions=${script}}`).join('');
const scriptRuns = new RegExp(`[${unspacedCharacter}\\p{M}]+|[^${unspacedCharacter}]+`, 'gu');
const hasUnspaced = new RegExp(`[${unspacedCharacter}]`, 'u');
const clusters = /\P{M}\p{M}*|\p{M}+/gu;

/** True for a word of a script that is written without spaces. */
export const isUnspaced = (text: string): boolean => hasUnspaced.test(text);

const dictionary = new Intl.Segmenter('und', { granularity: 'word' });

const dictionaryWords = (run: string): readonly string[] =>
  [...dictionary.segment(run)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);

const singlesAndPairs = (run: string): readonly string[] => {
  const characters = run.match(clusters) ?? [];
  return characters.flatMap((character, index) => {
    const next = characters[index + 1];
    return next === undefined ? [character] : [character, character + next];
  });
};

/** A word in its runs of scripts; those without spaces parted further. */
export const partedByScript = (part: string, unspaced: Segmentation['unspaced']): readonly string[] =>
  hasUnspaced.test(part)
    ? (part.match(scriptRuns) ?? []).flatMap((run) => {
        if (!hasUnspaced.test(run)) return [run];
        return unspaced === 'words' ? dictionaryWords(run) : singlesAndPairs(run);
      })
    : [part];

const ofIdentifier = (part: string, { splitIdentifiers }: Segmentation): readonly string[] => {
  const parts = splitIdentifiers ? part.split(innerParts).filter((inner) => inner !== '') : [];
  return parts.length > 1 ? [part, ...parts] : [part];
};

/** The words of one token: whole where it is an identifier or a number, then its parts. */
const wordsOfToken = (found: string, how: Segmentation): readonly string[] => {
  const parts = found.split(joint).filter((part) => part !== '');
  const whole = (parts.length > 1 || parts[0] !== found) && identifier.test(found) ? [found] : [];
  return [
    ...whole,
    ...parts.flatMap((part) => ofIdentifier(part, how)).flatMap((part) => partedByScript(part, how.unspaced)),
  ].map((each) => foldCase(each, how.foldAccents));
};

/** Tokens remembered by one segmenter; most tokens of a corpus are the same few. */
const mostRemembered = 200_000;

/** Parts texts into words in their order, folded; remembers the tokens that it has seen. */
export const segmenter = (how: Segmentation): ((text: string) => string[]) => {
  const seen = new Map<string, readonly string[]>();
  return (text) => {
    const words: string[] = [];
    for (const [found] of visibleText(text).matchAll(token)) {
      let parts = seen.get(found);
      if (parts === undefined) {
        parts = wordsOfToken(found, how);
        if (seen.size < mostRemembered) seen.set(found, parts);
      }
      words.push(...parts);
    }
    return words;
  };
};
