import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { GrpcMethod } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { evaluation } from '@ao/contracts';
import { Access, callContext, RpcController, streamed } from '@ao/rpc';
import { Part } from '@ao/service';
import { inDomainErrors, type Database } from '../database.js';
import { exportEpisodes } from '../texts/export-episodes.js';
import { readEpisodes, type EpisodesAsked } from '../texts/read-episodes.js';
import { outcomesOf } from './episode-log.js';
import { exportReport, requireTrial } from './export-report.js';

type Call = ServerWritableStream<unknown, unknown>;

/** Outcomes in one message. */
const pageSize = 500;

async function* outcomePages(database: Database, trialId: string): AsyncGenerator<evaluation.ListOutcomesResponse> {
  await requireTrial(database, trialId);
  for await (const outcomes of outcomesOf(database, trialId)) {
    for (let start = 0; start < outcomes.length; start += pageSize)
      yield { outcomes: outcomes.slice(start, start + pageSize) };
  }
}

async function* exportChunks(
  database: Database,
  { trialId, format }: evaluation.ExportReportRequest,
): AsyncGenerator<evaluation.ExportReportResponse> {
  for await (const text of exportReport(database, trialId, format)) yield { chunk: Buffer.from(text, 'utf8') };
}

/** Holdout texts are for administrators, and for the platform on their behalf. */
const asked = (request: evaluation.ReadEpisodesRequest, metadata: Metadata): EpisodesAsked => {
  const { subject } = callContext(metadata);
  return { ...request, seesHoldout: subject === 'user:admin' || subject.startsWith('service:') };
};

async function* episodePages(
  database: Database,
  request: EpisodesAsked,
): AsyncGenerator<evaluation.ReadEpisodesResponse> {
  for await (const episode of readEpisodes(database, request)) yield { episodes: [episode] };
}

async function* episodeChunks(
  database: Database,
  request: EpisodesAsked,
  format: string,
): AsyncGenerator<evaluation.ExportEpisodesResponse> {
  for await (const text of exportEpisodes(database, request, format)) yield { chunk: Buffer.from(text, 'utf8') };
}

const everyEpisode: evaluation.ReadEpisodesRequest = { jobId: '', trialId: '', itemId: '', limit: 0 };

@RpcController()
export class EvaluationController {
  constructor(@Part('database') private readonly database: Database) {}

  @GrpcMethod('EvaluationService', 'listOutcomes')
  @Access('viewer')
  listOutcomes(
    { trialId }: evaluation.ListOutcomesRequest,
    _: Metadata,
    call: Call,
  ): Observable<evaluation.ListOutcomesResponse> {
    return streamed(inDomainErrors(outcomePages(this.database, trialId)), call);
  }

  @GrpcMethod('EvaluationService', 'exportReport')
  @Access('viewer')
  exportReport(
    request: evaluation.ExportReportRequest,
    _: Metadata,
    call: Call,
  ): Observable<evaluation.ExportReportResponse> {
    return streamed(inDomainErrors(exportChunks(this.database, request)), call);
  }

  @GrpcMethod('EvaluationService', 'readEpisodes')
  @Access('viewer')
  readEpisodes(
    request: evaluation.ReadEpisodesRequest,
    metadata: Metadata,
    call: Call,
  ): Observable<evaluation.ReadEpisodesResponse> {
    return streamed(inDomainErrors(episodePages(this.database, asked(request, metadata))), call);
  }

  @GrpcMethod('EvaluationService', 'exportEpisodes')
  @Access('viewer')
  exportEpisodes(
    { episodes = everyEpisode, format }: evaluation.ExportEpisodesRequest,
    metadata: Metadata,
    call: Call,
  ): Observable<evaluation.ExportEpisodesResponse> {
    return streamed(inDomainErrors(episodeChunks(this.database, asked(episodes, metadata), format)), call);
  }
}
