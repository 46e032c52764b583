import { beforeTheFirst, readLine, type Line } from './archive/chain.js';
import { expectAllTexts } from './job/contents.js';
import { expectAllGrants } from './job/ledger.js';
import { readers } from './job/lines.js';
import { untold, type CheckedDecision, type Story } from './job/story.js';

/** A line of the file, from 1, that is not what it should be. */
export interface Difference {
  readonly line: number;
  /** What was expected and what was found. */
  readonly what: string;
}

/** What became of a check. */
export interface Verification {
  /** No line is otherwise than it should be. */
  readonly ok: boolean;
  /** Hash of the last line before the end: it vouches for the whole file. */
  readonly root: string;
  readonly lines: number;
  readonly differences: readonly Difference[];
  readonly decisions: readonly CheckedDecision[];
}

/** The streams that an archive holds, each with versions from 1. */
type Stream = 'event' | 'ledger';

const isStream = (kind: string): kind is Stream => kind === 'event' || kind === 'ledger';

/** Reads line after line. */
const archiveReader = (story: Story) => {
  const versions: Record<Stream, number> = { event: 0, ledger: 0 };
  let count = 0;
  let before: Line = beforeTheFirst;
  const report = (what: string): void => story.report(count, what);

  const read = (text: string): void => {
    const { kind, data } = (before = readLine(text, before, report));
    if (!isStream(kind)) {
      if (Object.hasOwn(readers, kind)) readers[kind]?.(story, data, count);
      return;
    }
    versions[kind] += 1;
    if (data.version !== versions[kind]) report(`expected version ${versions[kind]}, found ${data.version}`);
    const name = `${kind} ${data.type}`;
    if (Object.hasOwn(readers, name)) readers[name]?.(story, data.data, count);
  };

  return {
    take: (text: string): void => {
      count += 1;
      try {
        read(text);
      } catch (error) {
        report(`expected a line that follows from those before it: ${(error as Error).message}`);
      }
    },
    end: (): { readonly lines: number; readonly root: string } => {
      if (before.kind !== 'end') story.report(count + 1, 'expected a line of kind end, found the end of the file');
      return { lines: count, root: before.sha256 };
    },
  };
};

/** One of the decisions must rest on the outcomes that somebody kept the hash of. */
const expectOutcomes = ({ decisions, report }: Story, lines: number, outcomesHash: string | undefined): void => {
  const hashes = decisions.map((decision) => decision.outcomesHash);
  if (outcomesHash === undefined || hashes.includes(outcomesHash)) return;
  const found = hashes.join(', ') || 'no decision';
  report(decisions.at(-1)?.line ?? lines, `expected outcomesHash ${outcomesHash}, found ${found}`);
};

/**
 * Makes every decision of an archive again, from its recorded outcomes alone, and names each line that is not what it should be.
 * Lines come without line feeds. Never throws for what they say.
 */
export const verifyArchive = async (
  lines: AsyncIterable<string> | Iterable<string>,
  { outcomesHash }: { readonly outcomesHash?: string } = {},
): Promise<Verification> => {
  const differences: Difference[] = [];
  const story = untold((line, what) => void differences.push({ line, what }));
  const reader = archiveReader(story);
  for await (const text of lines) reader.take(text);
  const end = reader.end();
  expectOutcomes(story, end.lines, outcomesHash);
  expectAllGrants(story);
  expectAllTexts(story);
  return {
    ...end,
    ok: differences.length === 0,
    differences: differences.sort((one, other) => one.line - other.line),
    decisions: story.decisions,
  };
};
