import { visibleText } from '../../text/fold.js';
import { withoutDisguise } from './disguised-letters.js';
import { withoutEncoding } from './encoded-parts.js';
import { withoutEntities, withoutHidden, withoutTags } from './hidden-markup.js';

/** Which of the tricks that a text plays on its reader are undone. */
export interface Undoing {
  /** Decode encoded parts and references, cut what is hidden, write disguised letters plainly. */
  readonly seeThrough: boolean;
  readonly stripMarkup: boolean;
}

/** Characters that are looked at; the word limits stop long before. */
const longest = 100_000;

const markup = /<!--[\s\S]*?(?:-->|$)|<[^<>]*>/gu;

/** A text as its reader sees it. */
export const readableText = (text: string, { seeThrough, stripMarkup }: Undoing): string => {
  const given = text.slice(0, longest);
  if (!seeThrough) return stripMarkup ? given.replace(markup, ' ') : given;
  const shown = withoutHidden(withoutEncoding(given));
  return withoutDisguise(visibleText(withoutEntities(stripMarkup ? withoutTags(shown) : shown)));
};
