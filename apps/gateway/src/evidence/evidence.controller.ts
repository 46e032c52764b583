import { Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Answers, Caller, HTTP_EDGE, HttpController, OpenStreams, type CallerContext, type HttpEdge } from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import { answerWithStream } from '../streams/stream-answer.js';

/** Milliseconds that an archive may take, its reader's own time included. */
const deadlineMs = 5 * 60_000;

const fileName = (jobId: string): string => `evidence-${jobId.replaceAll(/[^\w.-]/gu, '_').slice(0, 100)}.jsonl.gz`;

/** The evidence of a job as one file. */
@HttpController('state/orchestrator/jobs')
export class EvidenceController {
  constructor(
    @Part('peers') private readonly peers: Peers,
    @Part('openStreams') private readonly streams: OpenStreams,
    @Inject(HTTP_EDGE) private readonly edge: HttpEdge,
  ) {}

  @Get(':job_id/evidence')
  @Answers({
    summary:
      "The job's evidence: an archive from which anybody can compute its verdict again. 409 before the job has ended.",
    answer: z.string().describe('gzip of JSON Lines, see docs/evidence.md.'),
    mediaType: 'application/gzip',
  })
  async exportJob(
    @Param('job_id') jobId: string,
    @Caller() caller: CallerContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { peers, streams, edge } = this;
    async function* open(signal: AbortSignal): AsyncGenerator<Uint8Array> {
      const context = { ...onBehalfOf(caller), deadlineMs, signal };
      for await (const { chunk } of peers.training.exportJob({ jobId }, context)) yield chunk;
    }
    const answer = { mediaType: 'application/gzip', fileName: fileName(jobId), caller, open };
    await answerWithStream(reply, answer, { streams, edge });
  }
}
