import { Option } from 'commander';
import { evaluation } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import { asFailure } from '../connection/problem.js';
import type { CommonOptions, Session } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';

/** Writes a trial's report as the platform exports it, piece by piece. */
const exportReport = async (
  { connection, terminal, signal }: Session,
  trialId: string,
  format: string,
): Promise<void> => {
  const client = rpcClient(evaluation.EvaluationServiceClient, connection.grpcAddress, { token: connection.token });
  try {
    for await (const { chunk } of client.exportReport({ trialId, format }, { signal })) terminal.out.write(chunk);
  } catch (error) {
    throw asFailure(error, connection);
  } finally {
    client.close();
  }
};

/** `ao report TRIAL`. */
export const reportCommand: AddCommand = (program, open) => {
  subcommand(program, 'report <trial>', "export a trial's report: JSON, or CSV with one line an episode")
    .addOption(new Option('--format <format>', 'json or csv').choices(['json', 'csv']).default('json'))
    .action(async (trialId: string, { format, ...options }: CommonOptions & { format: string }) =>
      exportReport(open(options), trialId, format),
    );
};
