import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import type { Observable } from 'rxjs';
import type { state } from '@ao/contracts';
import { Access, RpcController, streamed } from '@ao/rpc';
import { Part } from '@ao/service';
import { watchFeed } from '../feed/watch-feed.js';
import { Projection } from '../projection.js';
import { readPage, readRow } from './read-rows.js';

/** The /state views and the feed over gRPC. */
@RpcController()
export class StateController {
  constructor(@Part('projection') private readonly projection: Projection) {}

  @GrpcMethod('StateService', 'getRow')
  @Access('viewer')
  async getRow({ view, id }: state.GetRowRequest): Promise<state.GetRowResponse> {
    const { runtime, schema } = this.projection;
    return { row: await readRow(runtime.sql, schema, this.projection.view(view), id) };
  }

  @GrpcMethod('StateService', 'listRows')
  @Access('viewer')
  listRows(request: state.ListRowsRequest): Promise<state.ListRowsResponse> {
    const { runtime, schema } = this.projection;
    return readPage(runtime.sql, schema, this.projection.view(request.view), request);
  }

  @GrpcMethod('StateService', 'watchFeed')
  @Access('viewer')
  watchFeed(
    request: state.WatchFeedRequest,
    _metadata: Metadata,
    call: ServerWritableStream<unknown, unknown>,
  ): Observable<state.WatchFeedResponse> {
    const { reader, tail, stopping } = this.projection;
    const left = new AbortController();
    call.once('cancelled', () => left.abort());
    return streamed(watchFeed(request, { reader, tail, signal: AbortSignal.any([left.signal, stopping]) }), call);
  }

  @GrpcMethod('StateService', 'rebuildView')
  @Access('admin')
  async rebuildView({ view }: state.RebuildViewRequest): Promise<state.RebuildViewResponse> {
    return { rows: await this.projection.rebuild(this.projection.view(view)) };
  }
}
