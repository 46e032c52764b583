const skipString = (text: string, start: number): number => {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
};

const isKey = (text: string, end: number): boolean => {
  let at = end;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at += 1;
  return text[at] === ':';
};

/** The keys of the objects that are open, so far. */
class OpenObjects {
  private readonly open: Set<string>[] = [];

  /** A character outside of every string. */
  take(character: string): void {
    if (character === '{' || character === '[') this.open.push(new Set());
    else if (character === '}' || character === ']') this.open.pop();
  }

  /** True: the innermost object has that key already. */
  repeats(key: string): boolean {
    const keys = this.open.at(-1) as Set<string>;
    return keys.size === keys.add(key).size;
  }
}

/**
 * The first key that an object of this JSON text has twice; undefined: none. `JSON.parse` keeps the last value of such a key without a
 * word. The text must be JSON that `JSON.parse` takes.
 */
export const duplicateKey = (text: string): string | undefined => {
  const objects = new OpenObjects();
  for (let at = 0, end: number; at < text.length; at = end) {
    end = text[at] === '"' ? skipString(text, at) : at + 1;
    if (text[at] !== '"') objects.take(text[at] as string);
    else if (isKey(text, end)) {
      const key = JSON.parse(text.slice(at, end)) as string;
      if (objects.repeats(key)) return key;
    }
  }
  return undefined;
};
