// Every pattern here is linear in the text, unclosed tags included: a mail is written by whoever wants to stop its reader.
/** What a browser shows nothing of. */
const silentElement = /<(script|style|template)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/giu;
const comment = /<!--[\s\S]*?(?:-->|$)/gu;
const openTag = /<([a-z][a-z0-9]*)\b([^<>]*)>/giu;
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|max-height)\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|["']|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|["']|$)|mso-hide\s*:\s*all|text-indent\s*:\s*-\d{3,}/iu;
const hiddenAttribute = /(?:^|\s)(?:hidden|aria-hidden\s*=\s*["']?true["']?)(?=\s|\/|=|$)/iu;
const whiteText = /(?:^|[\s;"'])color\s*[:=]\s*["']?\s*(?:#fff(?:fff)?\b|white\b)/iu;
const colouredGround = /background|bgcolor/iu;
const emptyElements = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'area', 'base', 'col', 'wbr']);

/** White text counts as hidden where the element names no ground of its own. */
const isHidden = (attributes: string): boolean =>
  hiddenStyle.test(attributes) ||
  hiddenAttribute.test(attributes) ||
  (whiteText.test(attributes) && !colouredGround.test(attributes));

/** The end of the element that is open at `from`: after its own closing tag, however many of its name are nested. */
const endOf = (html: string, name: string, from: number): number => {
  const tags = new RegExp(`<(/?)${name}\\b[^<>]*>`, 'giu');
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(html); tag !== null; tag = tags.exec(html)) {
    depth += tag[1] === '/' ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return html.length;
};

/** Hidden elements that are cut out of one text at most: what is left is read as it is. */
const mostHidden = 200;

/** The text without the elements that a reader of the mail would not see. */
export const withoutHidden = (html: string): string => {
  if (!html.includes('<')) return html;
  const shown = html.replace(comment, '').replace(silentElement, ' ');
  const parts: string[] = [];
  let from = 0;
  openTag.lastIndex = 0;
  for (let tag = openTag.exec(shown); tag !== null && parts.length < mostHidden; tag = openTag.exec(shown)) {
    const name = (tag[1] ?? '').toLowerCase();
    if (emptyElements.has(name) || !isHidden(tag[2] ?? '')) continue;
    parts.push(shown.slice(from, tag.index));
    from = endOf(shown, name, openTag.lastIndex);
    openTag.lastIndex = from;
  }
  return [...parts, shown.slice(from)].join(' ');
};

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
};

const characterOf = (code: number): string =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' ';

/** Character references of HTML as the characters that they stand for. */
export const withoutEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/giu,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return characterOf(Number(decimal));
      if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
      return named[(name ?? '').toLowerCase()] ?? whole;
    },
  );

const inlineTags = /(?:<\/?(?:a|abbr|b|big|em|font|i|mark|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>)+/giu;
const anyTag = /<[/!?]?[a-z][^<>]*>/giu;
const letter = /\p{L}/u;

/** The text without its tags; tags inside of a word do not part it. */
export const withoutTags = (text: string): string =>
  text
    .replace(inlineTags, (tags: string, offset: number) =>
      letter.test(text.charAt(offset - 1)) && letter.test(text.charAt(offset + tags.length)) ? '' : ' ',
    )
    .replace(anyTag, ' ');
