import { constants, createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { evaluation } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import { asFailure } from '../connection/problem.js';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import { lineBatches } from './line-batches.js';

/** A task set to import. */
export interface ImportRequest {
  /** JSON Lines of items. */
  readonly items: string;
  /** JSON Lines of documents. */
  readonly documents?: string;
  readonly name: string;
  readonly role: string;
  readonly licence: string;
}

const batchBytes = 256 * 1024;

const unreadable = (file: string, error: unknown): Failure =>
  new Failure(exitCodes.usage, { title: `${file} cannot be read`, detail: (error as Error).message });

async function* batchesOf(file: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { highWaterMark: 64 * 1024 });
  try {
    yield* lineBatches(stream, batchBytes);
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* messages({
  items,
  documents,
  name,
  role,
  licence,
}: ImportRequest): AsyncGenerator<evaluation.ImportTaskSetRequest> {
  yield { part: { $case: 'header', value: { name, role, licence } } };
  if (documents !== undefined)
    for await (const value of batchesOf(documents)) yield { part: { $case: 'documents', value } };
  for await (const value of batchesOf(items)) yield { part: { $case: 'items', value } };
}

/** Before anything is asked of the platform: a file that is not there is the caller's mistake, whatever else is wrong. */
const mustBeReadable = async (file: string): Promise<void> => {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw unreadable(file, error);
  }
};

/** Streams files into a new version of a task set, whatever their size. Throws Failure; nothing is imported then. */
export const importTaskSet = async (
  { connection, signal }: Session,
  request: ImportRequest,
): Promise<evaluation.TaskSet | undefined> => {
  for (const file of [request.items, request.documents]) if (file !== undefined) await mustBeReadable(file);
  const client = rpcClient(evaluation.TaskSetServiceClient, connection.grpcAddress, { token: connection.token });
  try {
    const { taskSet } = await client.importTaskSet(messages(request), { signal });
    return taskSet;
  } catch (error) {
    throw asFailure(error, connection);
  } finally {
    client.close();
  }
};
