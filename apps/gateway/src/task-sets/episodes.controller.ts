import { Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { enumField, textField } from '@ao/contracts';
import { Answers, Caller, HTTP_EDGE, HttpController, OpenStreams, type CallerContext, type HttpEdge } from '@ao/http';
import { textLimits } from '@ao/kernel';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import { answerWithStream } from '../streams/stream-answer.js';

/** Milliseconds that an export may take. */
const deadlineMs = 5 * 60_000;

const id = (description: string): z.ZodDefault<z.ZodType<string>> =>
  textField(0, textLimits.id).default('').describe(description);

const episodesQuery = z.strictObject({
  trial_id: id('Only this trial.'),
  item_id: id('Only this item: every answer to it.'),
  solved: enumField(['', 'true', 'false']).default('').describe('Only those that are solved, or that are not.'),
  limit: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('At most so many; 0: all.'),
  format: enumField(['jsonl', 'csv']).default('jsonl'),
});

type EpisodesQuery = z.output<typeof episodesQuery>;

/** What went into the episodes of a job, and what came out. */
@HttpController('state/orchestrator/jobs')
export class EpisodesController {
  constructor(
    @Part('peers') private readonly peers: Peers,
    @Part('openStreams') private readonly streams: OpenStreams,
    @Inject(HTTP_EDGE) private readonly edge: HttpEdge,
  ) {}

  @Get(':job_id/episodes/texts')
  @Answers({
    summary:
      'The episodes of a job with inputs, targets and outputs, as a file of JSON Lines or CSV. Texts of the holdout are for administrators; others see their hashes.',
    answer: z.string().describe('One episode a line.'),
    mediaType: 'application/x-ndjson',
  })
  async readEpisodes(
    @Param('job_id') jobId: string,
    @Query({ schema: episodesQuery }) query: EpisodesQuery,
    @Caller() caller: CallerContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { peers, streams, edge } = this;
    const { trial_id: trialId, item_id: itemId, solved, limit, format } = query;
    const episodes = { jobId, trialId, itemId, limit, ...(solved === '' ? {} : { solved: solved === 'true' }) };
    async function* open(signal: AbortSignal): AsyncGenerator<Uint8Array> {
      const context = { ...onBehalfOf(caller), deadlineMs, signal };
      for await (const { chunk } of peers.evaluation.exportEpisodes({ episodes, format }, context)) yield chunk;
    }
    const mediaType = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
    const answer = { mediaType, fileName: `episodes-${jobId}.${format}`, caller, open };
    await answerWithStream(reply, answer, { streams, edge });
  }
}
