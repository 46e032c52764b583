import type { Readable } from 'node:stream';
import type { Metadata } from '@grpc/grpc-js';
import { Inject } from '@nestjs/common';
import { GrpcMethod, GrpcStreamMethod } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { evaluation } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { DATABASE, type Database } from '../database.js';
import { requestsOf } from '../rpc-streams.js';
import { importTaskSet } from './import.js';
import { findTaskSet, listTaskSets } from './task-set.store.js';

@RpcController()
export class TaskSetController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @GrpcStreamMethod('TaskSetService', 'importTaskSet')
  @Access('admin')
  async importTaskSet(requests: Observable<evaluation.ImportTaskSetRequest>, metadata: Metadata, call: Readable): Promise<evaluation.ImportTaskSetResponse> {
    const { corrId, causationId, subject } = callContext(metadata);
    return { taskSet: await importTaskSet(this.database, requestsOf(requests, call), { corrId, causationId, subject }) };
  }

  @GrpcMethod('TaskSetService', 'getTaskSet')
  @Access('viewer')
  async getTaskSet({ reference }: evaluation.GetTaskSetRequest): Promise<evaluation.GetTaskSetResponse> {
    return { taskSet: await findTaskSet(this.database.sql, reference) };
  }

  @GrpcMethod('TaskSetService', 'listTaskSets')
  @Access('viewer')
  async listTaskSets(): Promise<evaluation.ListTaskSetsResponse> {
    return { items: [...(await listTaskSets(this.database.sql))] };
  }
}
