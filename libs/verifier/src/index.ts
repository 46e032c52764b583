import { readLine, type Json } from './archive.js';
import { takes } from './job.js';

/** What an archive comes to when its decisions are made again. A difference names the line of the file, from 1. */
export interface Verification {
  readonly ok: boolean;
  readonly root: string;
  readonly lines: number;
  readonly differences: readonly { readonly line: number; readonly what: string }[];
  readonly decisions: readonly { readonly line: number; readonly decisionId: string; readonly candidateHash: string; readonly outcome: string; readonly gain: object | null; readonly outcomesHash: string; readonly evidence: object }[];
}

/** Makes every decision of an archive again from its recorded outcomes alone; see docs/evidence.md. Lines come without their line feeds. Never throws for what they say. */
export const verifyArchive = async (lines: AsyncIterable<string> | Iterable<string>, options: { readonly outcomesHash?: string } = {}): Promise<Verification> => {
  const differences: { line: number; what: string }[] = [];
  const report = (line: number, what: string): void => void differences.push({ line, what });
  const at: Json = { report, known: new Map(), hashes: new Set(), trials: [], finalists: [], grants: [], tests: [], decisions: [], outcome: 'rejected', event: 0, ledger: 0 };
  let [count, before]: [number, Json] = [0, { line: 0, kind: 'archive', sha256: '' }];
  for await (const text of lines) {
    count += 1;
    try {
      before = readLine(text, count, before, report);
      const { kind, data } = before;
      const name = kind === 'event' || kind === 'ledger' ? `${kind} ${data.type}` : kind;
      if (name !== kind && data.version !== (at[kind] += 1)) report(count, `expected version ${at[kind]}, found ${data.version}`);
      if (Object.hasOwn(takes, name)) takes[name]?.(at, name === kind ? data : data.data, count);
    } catch (error) {
      report(count, `expected a line that follows from those before it: ${(error as Error).message}`);
    }
  }
  const { line, decisionId, outcomesHash } = at.decisions.at(-1) ?? { line: count, outcomesHash: 'none' };
  if (before.kind !== 'end') report(count + 1, 'expected a line of kind end, found the end of the file');
  if (options.outcomesHash !== undefined && options.outcomesHash !== outcomesHash) report(line, `expected outcomes hash ${options.outcomesHash}, found ${outcomesHash} for ${decisionId ?? 'no decision'}`);
  at.grants.slice(at.tests.filter((test: Json) => test.mine).length).forEach((grant: Json) => report(grant.line, 'expected the same part of the error in the ledger, found none'));
  return { ok: differences.length === 0, root: before.sha256, lines: count, differences, decisions: at.decisions };
};
