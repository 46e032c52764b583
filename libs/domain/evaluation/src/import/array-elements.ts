/** An element of the array, as it stands in the file. */
export interface Element {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Cuts one JSON array into its elements while it streams by. */
export interface ArrayReader {
  /** The elements that end in this piece. Throws SyntaxError where the file is no single array, or an element is too long. */
  push(piece: string): readonly Element[];
  /** Throws SyntaxError where the array has no end. */
  end(): void;
}

/** What may come next. */
type Place = 'array' | 'element or end' | 'element' | 'inside' | 'nothing';

const isSpace = (character: string): boolean =>
  character === ' ' || character === '\t' || character === '\n' || character === '\r';

/** Where an element that is being read stands: how deep, and whether in a string. */
class Nesting {
  depth = 0;
  inString = false;
  private escaped = false;

  take(character: string): void {
    if (this.inString) this.takeInString(character);
    else if (character === '"') this.inString = true;
    else if (character === '{' || character === '[') this.depth += 1;
    else if (character === '}' || character === ']') this.depth -= 1;
  }

  private takeInString(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (character === '\\') this.escaped = true;
    else if (character === '"') this.inString = false;
  }
}

class Elements implements ArrayReader {
  private place: Place = 'array';
  private line = 1;
  /** Of the element that is being read. */
  private beginsAt = 1;
  private held = '';
  private nesting = new Nesting();

  constructor(private readonly longest: number) {}

  push(piece: string): readonly Element[] {
    const found: Element[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece[at] as string;
      if (this.place !== 'inside') {
        this.between(character);
        from = at;
      } else if (this.isBehindElement(character)) {
        found.push({ line: this.beginsAt, text: this.held + piece.slice(from, at) });
        this.held = '';
        this.place = character === ',' ? 'element' : 'nothing';
      } else this.inside(character);
      if (character === '\n') this.line += 1;
    }
    if (this.place === 'inside') this.hold(piece.slice(from));
    return found;
  }

  end(): void {
    if (this.place === 'array') this.fail('holds no array');
    if (this.place !== 'nothing') this.fail('is the last, and the array has no end');
  }

  private fail(what: string): never {
    throw new SyntaxError(`line ${this.line} ${what}`);
  }

  /** A comma or bracket that belongs to the array itself. */
  private isBehindElement(character: string): boolean {
    return (character === ',' || character === ']') && this.nesting.depth === 0 && !this.nesting.inString;
  }

  private inside(character: string): void {
    this.nesting.take(character);
    if (this.nesting.depth < 0) this.fail(`closes with ${character} what was not opened`);
  }

  private between(character: string): void {
    if (isSpace(character)) return;
    if (this.place === 'array') {
      if (character !== '[') this.fail('begins with something that is no array');
      this.place = 'element or end';
    } else if (this.place === 'nothing') this.fail('holds more after the end of the array');
    else if (character === ']' && this.place === 'element or end') this.place = 'nothing';
    else this.begin(character);
  }

  private begin(character: string): void {
    if (character === ',' || character === ']') this.fail(`has ${character} where an element should be`);
    this.place = 'inside';
    this.beginsAt = this.line;
    this.nesting = new Nesting();
    this.inside(character);
  }

  private hold(piece: string): void {
    this.held += piece;
    if (this.held.length > this.longest)
      throw new SyntaxError(`line ${this.beginsAt} begins an element of more than ${this.longest} characters`);
  }
}

/** An array's elements, each of at most `longest` characters. What is inside an element is for its own reader to judge. */
export const arrayReader = (longest: number): ArrayReader => new Elements(longest);
