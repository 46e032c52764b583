import { evaluation } from '@ao/contracts';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { asFailure } from '../connection/problem.js';
import type { CommonOptions, Session } from '../session.js';
import { choice, subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { episodesText } from './episodes.text.js';

interface EpisodesOptions extends CommonOptions {
  readonly item?: string;
  readonly trial?: string;
  readonly solved?: boolean;
  readonly unsolved?: boolean;
  readonly limit?: number;
  readonly format: string;
}

/** Episodes that a person is shown without --limit. */
const shownEpisodes = 50;

const requestOf = (jobId: string, { item = '', trial = '', solved, unsolved, limit = 0 }: EpisodesOptions) => ({
  jobId,
  itemId: item,
  trialId: trial,
  limit,
  ...(solved ? { solved: true } : unsolved ? { solved: false } : {}),
});

const withClient = async <Result>(
  { connection }: Session,
  use: (client: RpcClient<evaluation.EvaluationServiceClient>) => Promise<Result>,
): Promise<Result> => {
  const client = rpcClient(evaluation.EvaluationServiceClient, connection.grpcAddress, { token: connection.token });
  try {
    return await use(client);
  } catch (error) {
    throw asFailure(error, connection);
  } finally {
    client.close();
  }
};

/** Writes the episodes as a file to standard output, piece by piece. */
const exportEpisodes = (session: Session, episodes: evaluation.ReadEpisodesRequest, format: string): Promise<void> =>
  withClient(session, async (client) => {
    const { out } = session.terminal;
    for await (const { chunk } of client.exportEpisodes({ episodes, format }, { signal: session.signal }))
      if (!out.write(chunk)) await new Promise((resolve) => out.once('drain', resolve));
  });

/** The episodes, and whether there are more. */
const readEpisodes = (
  session: Session,
  request: evaluation.ReadEpisodesRequest,
): Promise<{ readonly items: readonly evaluation.EpisodeTexts[]; readonly more: boolean }> =>
  withClient(session, async (client) => {
    const items: evaluation.EpisodeTexts[] = [];
    const limit = request.limit || shownEpisodes;
    for await (const { episodes } of client.readEpisodes({ ...request, limit: limit + 1 }, { signal: session.signal }))
      items.push(...episodes);
    return { items: items.slice(0, limit), more: items.length > limit };
  });

/** `ao episodes JOB`. */
export const episodesCommand: AddCommand = (program, open) => {
  subcommand(program, 'episodes <job>', 'read what went into the episodes of a job and what came out')
    .option('--item <item>', 'only this item: its input, its target, and every answer to it')
    .option('--trial <trial>', 'only this trial')
    .option('--solved', 'only episodes that are solved')
    .option('--unsolved', 'only episodes that are not')
    .option('--limit <number>', 'at most so many', wholeNumber)
    .addOption(
      choice('--format <format>', 'text for people; jsonl and csv write all of them', ['text', 'jsonl', 'csv']).default(
        'text',
      ),
    )
    .action(async (jobId: string, options: EpisodesOptions) => {
      const session = open(options);
      const request = requestOf(jobId, options);
      if (options.format !== 'text') return exportEpisodes(session, request, options.format);
      const { items, more } = await readEpisodes(session, request);
      const rows = items.map((each) => evaluation.EpisodeTexts.toJSON(each));
      session.show({ items: rows, more }, (style) => episodesText(items, more, style));
    });
};
