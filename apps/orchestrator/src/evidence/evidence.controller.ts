import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { GrpcMethod } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { orchestrator } from '@ao/contracts';
import { Access, RpcController, streamed } from '@ao/rpc';
import { Part } from '@ao/service';
import { textsOf } from '../catalogue/contents.store.js';
import type { Orchestrator } from '../orchestrator.js';
import { exportJob } from './export-job.js';

type Call = ServerWritableStream<unknown, unknown>;

async function* chunks(
  { store, sql }: Pick<Orchestrator, 'store' | 'sql'>,
  jobId: string,
): AsyncGenerator<orchestrator.ExportJobResponse> {
  for await (const chunk of exportJob(store, jobId, (hashes) => textsOf(sql, hashes))) yield { chunk };
}

@RpcController()
export class EvidenceController {
  constructor(@Part('orchestrator') private readonly orchestrator: Orchestrator) {}

  @Access('viewer')
  @GrpcMethod('TrainingService', 'exportJob')
  exportJob(
    { jobId }: orchestrator.ExportJobRequest,
    _: Metadata,
    call: Call,
  ): Observable<orchestrator.ExportJobResponse> {
    return streamed(chunks(this.orchestrator, jobId), call);
  }
}
