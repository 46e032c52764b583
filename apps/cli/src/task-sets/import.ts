import { constants, createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { evaluation } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import { asFailure } from '../connection/problem.js';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';

/** A task set to import. */
export interface ImportRequest {
  /** A file of items: JSON Lines, one JSON array or CSV; "-": standard input. */
  readonly items: string;
  /** A file of documents. */
  readonly documents?: string;
  /** Empty where the file itself says it, as role. */
  readonly name: string;
  readonly role: string;
  readonly licence: string;
  readonly options: evaluation.ImportOptions;
}

const pieceBytes = 256 * 1024;
const standardInput = '-';

const unreadable = (file: string, error: unknown): Failure =>
  new Failure(exitCodes.usage, { title: `${file} cannot be read`, detail: (error as Error).message });

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const stream = file === standardInput ? process.stdin : createReadStream(file, { highWaterMark: pieceBytes });
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (error) {
    throw unreadable(file === standardInput ? 'standard input' : file, error);
  }
}

async function* messages({
  items,
  documents,
  name,
  role,
  licence,
  options,
}: ImportRequest): AsyncGenerator<evaluation.ImportTaskSetRequest> {
  yield { part: { $case: 'header', value: { name, role, licence, options } } };
  if (documents !== undefined)
    for await (const value of bytesOf(documents)) yield { part: { $case: 'documents', value } };
  for await (const value of bytesOf(items)) yield { part: { $case: 'items', value } };
}

/** Before anything is asked of the platform: a file that is not there is the caller's mistake, whatever else is wrong. */
const mustBeReadable = async (file: string): Promise<void> => {
  if (file === standardInput) return;
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw unreadable(file, error);
  }
};

/**
 * Streams files into a new version of a task set, whatever their size; what is wrong with them is for the platform to say, with line
 * numbers. Throws Failure; nothing is imported then.
 */
export const importTaskSet = async (
  { connection, signal }: Session,
  request: ImportRequest,
): Promise<evaluation.ImportTaskSetResponse> => {
  for (const file of [request.items, request.documents]) if (file !== undefined) await mustBeReadable(file);
  const client = rpcClient(evaluation.TaskSetServiceClient, connection.grpcAddress, { token: connection.token });
  try {
    return await client.importTaskSet(messages(request), { signal });
  } catch (error) {
    throw asFailure(error, connection);
  } finally {
    client.close();
  }
};
