import { readLine, type Json } from './archive.js';
import { takes } from './job.js';

/** A line of the file, from 1, that is not what it should be. */
export type Difference = { readonly line: number; readonly what: string };
/** A decision as it comes out when it is made again. `gain`: `{ estimate, low, high, confidence, items }`, null where none was measured; `evidence`: see docs/evidence.md. */
export type CheckedDecision = Readonly<Record<'decisionId' | 'candidateHash' | 'outcome' | 'outcomesHash', string>> & { readonly line: number; readonly gain: Json; readonly evidence: Json };
export type Verification = { readonly ok: boolean; readonly root: string; readonly lines: number; readonly differences: readonly Difference[]; readonly decisions: readonly CheckedDecision[] };

const take = (at: Json, text: string): void => {
  at.count += 1;
  try {
    at.before = readLine(text, at.count, at.before, at.report);
    const { kind, data } = at.before;
    const [name, inner] = kind === 'event' || kind === 'ledger' ? [`${kind} ${data.type}`, data.data] : [kind, data];
    if (name !== kind && data.version !== (at[kind] += 1)) at.report(at.count, `expected version ${at[kind]}, found ${data.version}`);
    if (Object.hasOwn(takes, name)) takes[name]?.(at, inner, at.count);
  } catch (error) {
    at.report(at.count, `expected a line that follows from those before it: ${(error as Error).message}`);
  }
};

/** Makes every decision of an archive again, from its recorded outcomes alone. Lines come without their line feeds. Never throws for what they say. */
export const verifyArchive = async (lines: AsyncIterable<string> | Iterable<string>, options: { readonly outcomesHash?: string } = {}): Promise<Verification> => {
  const differences: Difference[] = [];
  const lists = { trials: [], finalists: [], grants: [], tests: [], decisions: [] as CheckedDecision[], known: new Map(), hashes: new Set() };
  const start = { count: 0, event: 0, ledger: 0, outcome: 'rejected', before: { line: 0, kind: 'archive', sha256: '' } };
  const at: Json = { ...lists, ...start, report: (line: number, what: string) => void differences.push({ line, what }) };
  for await (const text of lines) take(at, text);
  if (at.before.kind !== 'end') at.report(at.count + 1, 'expected a line of kind end, found the end of the file');
  const last = lists.decisions.at(-1);
  if (options.outcomesHash !== undefined && options.outcomesHash !== last?.outcomesHash) at.report(last?.line ?? at.count, `expected outcomesHash ${options.outcomesHash}, found ${last?.outcomesHash ?? 'no decision'}`);
  at.grants.slice(at.tests.filter(({ mine }: Json) => mine).length).forEach(({ line }: Json) => at.report(line, 'expected this part of the error in the ledger, found none'));
  return { ok: differences.length === 0, root: at.before.sha256, lines: at.count, differences, decisions: lists.decisions };
};
