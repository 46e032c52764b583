import { evaluation } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import { asFailure } from '../connection/problem.js';
import type { Session } from '../session.js';

/** Writes a version of a task set to standard output, piece by piece. Throws Failure. */
export const exportTaskSet = async (
  { connection, terminal, signal }: Session,
  reference: string,
  format: string,
): Promise<void> => {
  const client = rpcClient(evaluation.TaskSetServiceClient, connection.grpcAddress, { token: connection.token });
  try {
    for await (const { chunk } of client.exportTaskSet({ reference, format }, { signal }))
      if (!terminal.out.write(chunk)) await new Promise((resolve) => terminal.out.once('drain', resolve));
  } catch (error) {
    throw asFailure(error, connection);
  } finally {
    client.close();
  }
};
