import { readLine, type Json } from './archive.js';
import { takes } from './job.js';
/** A decision as it comes out when it is made again. `gain`: `{ estimate, low, high, confidence, items }`, null where none was measured. */
export type CheckedDecision = Readonly<Record<'decisionId' | 'candidateHash' | 'outcome' | 'outcomesHash', string>> & {
  readonly line: number;
  readonly gain: Json;
  readonly evidence: Json;
};
export type Difference = { readonly line: number; readonly what: string }; // a line of the file, from 1, that is not what it should be
export type Verification = {
  readonly ok: boolean;
  readonly root: string;
  readonly lines: number;
  readonly differences: readonly Difference[];
  readonly decisions: readonly CheckedDecision[];
};
const take = (at: Json, text: string): void => {
  const { kind, data } = (at.before = readLine(text, at.count, at.before, at.report));
  const [name, inner] = kind === 'event' || kind === 'ledger' ? [`${kind} ${data.type}`, data.data] : [kind, data];
  if (name !== kind && data.version !== (at[kind] += 1))
    at.report(at.count, `expected version ${at[kind]}, found ${data.version}`);
  if (Object.hasOwn(takes, name)) takes[name]?.(at, inner, at.count);
};
/** Makes every decision of an archive again, from its recorded outcomes alone. `outcomesHash`: one of them must rest on it. Lines come without line feeds. Never throws for what they say. */
export const verifyArchive = async (
  lines: AsyncIterable<string> | Iterable<string>,
  { outcomesHash }: { readonly outcomesHash?: string } = {},
): Promise<Verification> => {
  const [differences, start] = [
    [] as Difference[],
    { count: 0, event: 0, ledger: 0, outcome: 'rejected', before: { line: 0, kind: 'archive', sha256: '' } },
  ];
  const report = (line: number, what: string): void => void differences.push({ line, what });
  const at: Json = {
    ...start,
    report,
    trials: [],
    finalists: [],
    grants: [],
    tests: [],
    decisions: [],
    calibrations: {},
    continued: {},
    known: new Map(),
    hashes: new Set(),
  };
  for await (const text of lines) {
    try {
      at.count += 1;
      take(at, text);
    } catch (error) {
      report(at.count, `expected a line that follows from those before it: ${(error as Error).message}`);
    }
  }
  const hashes = at.decisions.map((each: CheckedDecision) => each.outcomesHash);
  if (at.before.kind !== 'end') report(at.count + 1, 'expected a line of kind end, found the end of the file');
  if (![...hashes, undefined].includes(outcomesHash))
    report(
      [{ line: at.count }, ...at.decisions].at(-1).line,
      `expected outcomesHash ${outcomesHash}, found ${hashes.join(', ') || 'no decision'}`,
    );
  at.grants
    .slice(at.tests.filter(({ mine }: Json) => mine).length)
    .forEach((grant: Json) => report(grant.line, 'expected this part of the error in the ledger, found none'));
  return {
    ok: differences.length === 0,
    root: at.before.sha256,
    lines: at.count,
    differences: differences.sort((one, other) => one.line - other.line),
    decisions: at.decisions,
  };
};
