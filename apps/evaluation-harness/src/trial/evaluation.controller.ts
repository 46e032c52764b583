import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { GrpcMethod } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { evaluation } from '@ao/contracts';
import { Access, RpcController, streamed } from '@ao/rpc';
import { Part } from '@ao/service';
import { inDomainErrors, type Database } from '../database.js';
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
}
