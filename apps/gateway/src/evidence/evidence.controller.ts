import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { orchestrator } from '@ao/contracts';
import {
  Answers,
  Caller,
  edgeHeaders,
  HTTP_EDGE,
  HttpController,
  OpenStreams,
  type CallerContext,
  type HttpEdge,
} from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';

/** Milliseconds that an archive may take, its reader's own time included. */
const deadlineMs = 5 * 60_000;

async function* bytes(
  first: IteratorResult<orchestrator.ExportJobResponse>,
  rest: AsyncIterator<orchestrator.ExportJobResponse>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value.chunk;
  } finally {
    await rest.return?.();
  }
}

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
    const place = this.streams.enter();
    reply.raw.once('close', () => this.streams.leave(place));
    try {
      const archive = this.peers.training
        .exportJob({ jobId }, { ...onBehalfOf(caller), deadlineMs, signal: place.signal })
        [Symbol.asyncIterator]();
      // What is wrong with the request shows at the first piece: until then the answer can still be a problem document.
      const first = await archive.next();
      void reply.hijack();
      await this.write(reply, bytes(first, archive), { jobId, caller });
    } finally {
      this.streams.leave(place);
    }
  }

  /** An archive that cannot be finished ends with its connection, so that nobody takes it for whole. */
  private async write(
    reply: FastifyReply,
    source: AsyncIterable<Uint8Array>,
    { jobId, caller }: { jobId: string; caller: CallerContext },
  ): Promise<void> {
    const { raw } = reply;
    raw.writeHead(200, {
      ...edgeHeaders(reply),
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${fileName(jobId)}"`,
      'cache-control': 'no-store',
    });
    try {
      await pipeline(Readable.from(source, { objectMode: false }), raw);
    } catch (error) {
      this.edge.logger.info({ err: error, corr_id: caller.corrId, job_id: jobId }, 'an archive ended early');
    }
  }
}
