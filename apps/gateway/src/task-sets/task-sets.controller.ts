import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { evaluation } from '@ao/contracts';
import {
  Answers,
  Caller,
  HTTP_EDGE,
  HttpController,
  Needs,
  OpenStreams,
  TakesStream,
  withStreamedBody,
  type CallerContext,
  type HttpEdge,
} from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import { answerWithStream } from '../streams/stream-answer.js';
import { exportQuery, importAnswer, importQuery, type ExportQuery, type ImportQuery } from './task-sets.schemas.js';

/** Milliseconds that an import or an export may take. */
const deadlineMs = 5 * 60_000;

const mediaTypes = { jsonl: 'application/x-ndjson', items: 'application/x-ndjson', csv: 'text/csv' } as const;

const headerOf = ({
  name,
  role,
  licence,
  format,
  map = [],
  scorer,
  split_by,
  dry_run,
}: ImportQuery): evaluation.TaskSetHeader => ({
  name,
  role,
  licence,
  options: {
    format,
    map: typeof map === 'string' ? [map] : map,
    scorer,
    splitBy: split_by,
    dryRun: dry_run === 'true',
  },
});

/** The body as it arrives: the next piece is read when the harness has taken the one before. */
async function* messages(
  query: ImportQuery,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<evaluation.ImportTaskSetRequest> {
  yield { part: { $case: 'header', value: headerOf(query) } };
  for await (const value of body) yield { part: { $case: 'items', value } };
}

/** Task sets come in, and go out again. */
@HttpController('task-sets')
export class TaskSetsController {
  constructor(
    @Part('peers') private readonly peers: Peers,
    @Part('openStreams') private readonly streams: OpenStreams,
    @Inject(HTTP_EDGE) private readonly edge: HttpEdge,
  ) {}

  @Post()
  @Needs('admin')
  @TakesStream()
  @Answers({
    summary:
      'Imports a task set from JSON Lines, one JSON array or CSV, of any size, all or nothing. Content-Type application/x-ndjson, text/csv or application/octet-stream.',
    answer: importAnswer,
  })
  async importTaskSet(
    @Query({ schema: importQuery }) query: ImportQuery,
    @Req() request: FastifyRequest,
    @Caller() caller: CallerContext,
  ): Promise<object> {
    const answer = await withStreamedBody(request, (body) =>
      this.peers.taskSets.importTaskSet(messages(query, body), { ...onBehalfOf(caller), deadlineMs }),
    );
    return evaluation.ImportTaskSetResponse.toJSON(answer) as object;
  }

  @Get(':reference/export')
  @Needs('admin')
  @Answers({
    summary: 'A version of a task set as a file that can be imported again; "name" is the newest, else "name@hash".',
    answer: z.string().describe('JSON Lines or CSV.'),
    mediaType: 'application/x-ndjson',
  })
  async exportTaskSet(
    @Param('reference') reference: string,
    @Query({ schema: exportQuery }) { format }: ExportQuery,
    @Caller() caller: CallerContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { peers, streams, edge } = this;
    async function* open(signal: AbortSignal): AsyncGenerator<Uint8Array> {
      const context = { ...onBehalfOf(caller), deadlineMs, signal };
      for await (const { chunk } of peers.taskSets.exportTaskSet({ reference, format }, context)) yield chunk;
    }
    const fileName = `${reference}.${format === 'csv' ? 'csv' : 'jsonl'}`;
    await answerWithStream(reply, { mediaType: mediaTypes[format], fileName, caller, open }, { streams, edge });
  }
}
