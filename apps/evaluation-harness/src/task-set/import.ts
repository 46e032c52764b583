import { readDocument, readItem, type TaskSetVersion } from '@ao/domain-evaluation';
import type { evaluation } from '@ao/contracts';
import type { EventMetadata } from '@ao/event-store';
import { DomainError, isName, isOneOf, names, oneOfDemand, roles, textLimits, type Json, type Role } from '@ao/kernel';
import { checkDocument, checkItem } from '@ao/specialists';
import type { Database } from '../database.js';
import { decodeLine, lineReader, type Line } from './line-reader.js';
import type { Problems } from './problems.js';
import { registerTaskSet, type TaskSetHeader } from './register.js';
import type { Staging } from './staging.js';

/** Bytes. */
export const longestLine = 1_000_000;
/** Bytes of one import. */
export const largestImport = 512_000_000;

const invalid = (path: string, message: string): DomainError =>
  new DomainError('invalid_argument', message, [{ path, message }]);

type Request = evaluation.ImportTaskSetRequest;

const headerOf = (request: Request | undefined): TaskSetHeader => {
  if (request?.part?.$case !== 'header') throw invalid('header', 'an import begins with its header');
  const { name, role, licence } = request.part.value;
  if (!isName(names.taskSet, name)) throw invalid('header.name', names.taskSet.demand);
  if (!isOneOf(roles, role)) throw invalid('header.role', oneOfDemand(roles));
  return { name, role, licence: licence.slice(0, textLimits.licence), source: 'import' };
};

/** The text of a line, or what is wrong with its bytes. */
const textOf = (line: Line): { readonly text: string } | { readonly problem: string } => {
  if (line.bytes.length > longestLine)
    return { problem: `has ${line.bytes.length} bytes; a line has at most ${longestLine}` };
  const text = decodeLine(line);
  return text === undefined ? { problem: 'is not UTF-8' } : { text };
};

const lineTaker = (
  kind: 'items' | 'documents',
  found: Problems,
  take: (line: number, text: string) => Promise<string | undefined>,
) => {
  const read = lineReader();
  return async (chunk: Uint8Array): Promise<void> => {
    for (const line of read(chunk)) {
      const decoded = textOf(line);
      const problem = 'problem' in decoded ? decoded.problem : await take(line.number, decoded.text);
      if (problem !== undefined) found.add(kind, line.number, problem);
    }
  };
};

const firstOf = (violations: readonly { readonly path: string; readonly message: string }[]): string | undefined =>
  violations[0] && `${violations[0].path} ${violations[0].message}`.trim();

const itemTaker =
  (role: Role, staging: Staging) =>
  async (line: number, text: string): Promise<string | undefined> => {
    const read = readItem(text);
    if (!read.ok) return read.problem;
    const problem = firstOf(checkItem(role, read.value as unknown as Json));
    if (problem === undefined) await staging.item(line, read.value);
    return problem;
  };

const documentTaker =
  (staging: Staging) =>
  async (line: number, text: string): Promise<string | undefined> => {
    const read = readDocument(text);
    if (!read.ok) return read.problem;
    const problem = firstOf(checkDocument(read.value as unknown as Json));
    if (problem === undefined) await staging.document(line, read.value);
    return problem;
  };

/** Sums up what came in; throws when it is too much. */
const meter = (): ((bytes: number) => void) => {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (total > largestImport) throw invalid('items', `an import has at most ${largestImport} bytes`);
  };
};

const fillFrom =
  (requests: AsyncIterator<Request>, role: Role) =>
  async (staging: Staging, found: Problems): Promise<void> => {
    const take = {
      items: lineTaker('items', found, itemTaker(role, staging)),
      documents: lineTaker('documents', found, documentTaker(staging)),
    };
    const count = meter();
    for (let next = await requests.next(); !next.done; next = await requests.next()) {
      const part = next.value.part;
      if (part?.$case !== 'items' && part?.$case !== 'documents')
        throw invalid('part', 'after the header come items or documents');
      count(part.value.length);
      await take[part.$case](part.value);
    }
  };

/** Imports a task set from a stream of requests; flat memory whatever its size. Throws DomainError `invalid_argument` naming up to 20 lines. */
export const importTaskSet = async (
  database: Database,
  requests: AsyncIterable<Request>,
  metadata: EventMetadata,
): Promise<TaskSetVersion> => {
  const iterator = requests[Symbol.asyncIterator]();
  const first = await iterator.next();
  const header = headerOf(first.done ? undefined : first.value);
  return registerTaskSet(database, header, fillFrom(iterator, header.role), metadata);
};
