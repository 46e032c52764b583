import type { Metadata, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import { GrpcMethod, GrpcStreamMethod } from '@nestjs/microservices';
import { from, type Observable } from 'rxjs';
import type { evaluation } from '@ao/contracts';
import { withDomainErrors } from '@ao/postgres';
import { Access, callContext, RpcController, streamed } from '@ao/rpc';
import { Part } from '@ao/service';
import { requestsOf } from '../client-stream.js';
import { inDomainErrors, type Database } from '../database.js';
import { importTaskSet } from './import.js';
import { documentPages, trainItemPages } from './knowledge.store.js';
import { findTaskSet, listTaskSets } from './task-set.store.js';

type Call = ServerWritableStream<unknown, unknown>;

async function* documentsOf({ sql }: Database, reference: string): AsyncGenerator<evaluation.ReadDocumentsResponse> {
  const { contentId } = await findTaskSet(sql, reference);
  for await (const documents of documentPages(sql, contentId)) yield { documents: [...documents] };
}

async function* trainItemsOf({ sql }: Database, reference: string): AsyncGenerator<evaluation.ReadTrainItemsResponse> {
  const { contentId } = await findTaskSet(sql, reference);
  for await (const items of trainItemPages(sql, contentId)) yield { items: [...items] };
}

@RpcController()
export class TaskSetController {
  constructor(@Part('database') private readonly database: Database) {}

  @GrpcStreamMethod('TaskSetService', 'importTaskSet')
  @Access('admin')
  importTaskSet(
    requests: Observable<evaluation.ImportTaskSetRequest>,
    metadata: Metadata,
    call: ServerReadableStream<unknown, unknown>,
  ): Observable<evaluation.ImportTaskSetResponse> {
    const { corrId, causationId, subject } = callContext(metadata);
    const imported = withDomainErrors(
      importTaskSet(this.database, requestsOf(requests, call), { corrId, causationId, subject }),
    );
    return from(imported);
  }

  @GrpcMethod('TaskSetService', 'getTaskSet')
  @Access('viewer')
  async getTaskSet({ reference }: evaluation.GetTaskSetRequest): Promise<evaluation.GetTaskSetResponse> {
    return { taskSet: await withDomainErrors(findTaskSet(this.database.sql, reference)) };
  }

  @GrpcMethod('TaskSetService', 'listTaskSets')
  @Access('viewer')
  async listTaskSets(): Promise<evaluation.ListTaskSetsResponse> {
    return { items: [...(await withDomainErrors(listTaskSets(this.database.sql)))] };
  }

  @GrpcMethod('TaskSetService', 'readDocuments')
  @Access('service')
  readDocuments(
    { reference }: evaluation.ReadDocumentsRequest,
    _: Metadata,
    call: Call,
  ): Observable<evaluation.ReadDocumentsResponse> {
    return streamed(inDomainErrors(documentsOf(this.database, reference)), call);
  }

  @GrpcMethod('TaskSetService', 'readTrainItems')
  @Access('service')
  readTrainItems(
    { reference }: evaluation.ReadTrainItemsRequest,
    _: Metadata,
    call: Call,
  ): Observable<evaluation.ReadTrainItemsResponse> {
    return streamed(inDomainErrors(trainItemsOf(this.database, reference)), call);
  }
}
