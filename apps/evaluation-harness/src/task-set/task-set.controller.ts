import type { Metadata, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import { GrpcMethod, GrpcStreamMethod } from '@nestjs/microservices';
import { from, type Observable } from 'rxjs';
import type { evaluation } from '@ao/contracts';
import type { EventMetadata } from '@ao/event-store';
import { withDomainErrors } from '@ao/postgres';
import { Access, callContext, RpcController, streamed } from '@ao/rpc';
import { Part } from '@ao/service';
import { requestsOf } from '../client-stream.js';
import { inDomainErrors, type Database } from '../database.js';
import { exportTaskSet } from './export.js';
import { importTaskSet } from './import.js';
import { documentPages, trainItemPages } from './knowledge.store.js';
import { archiveTaskSet, removeTaskSet } from './retire.js';
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

async function* exportChunks(
  database: Database,
  request: evaluation.ExportTaskSetRequest,
): AsyncGenerator<evaluation.ExportTaskSetResponse> {
  for await (const text of exportTaskSet(database, request)) yield { chunk: Buffer.from(text, 'utf8') };
}

const eventMetadata = (metadata: Metadata): EventMetadata => {
  const { corrId, causationId, subject } = callContext(metadata);
  return { corrId, causationId, subject };
};

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
    return from(withDomainErrors(importTaskSet(this.database, requestsOf(requests, call), eventMetadata(metadata))));
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

  @GrpcMethod('TaskSetService', 'exportTaskSet')
  @Access('admin')
  exportTaskSet(
    request: evaluation.ExportTaskSetRequest,
    _: Metadata,
    call: Call,
  ): Observable<evaluation.ExportTaskSetResponse> {
    return streamed(inDomainErrors(exportChunks(this.database, request)), call);
  }

  @GrpcMethod('TaskSetService', 'archiveTaskSet')
  @Access('admin')
  async archiveTaskSet(
    { name, archived }: evaluation.ArchiveTaskSetRequest,
    metadata: Metadata,
  ): Promise<evaluation.ArchiveTaskSetResponse> {
    await withDomainErrors(archiveTaskSet(this.database, { name, archived }, eventMetadata(metadata)));
    return { name, archived };
  }

  @GrpcMethod('TaskSetService', 'deleteTaskSet')
  @Access('admin')
  async deleteTaskSet(
    { name }: evaluation.DeleteTaskSetRequest,
    metadata: Metadata,
  ): Promise<evaluation.DeleteTaskSetResponse> {
    const versions = await withDomainErrors(removeTaskSet(this.database, name, eventMetadata(metadata)));
    return { name, versions };
  }
}
