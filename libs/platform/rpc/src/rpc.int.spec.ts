import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GrpcMethod, type MicroserviceOptions } from '@nestjs/microservices';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import {
  Client,
  credentials,
  loadPackageDefinition,
  makeGenericClientConstructor,
  type ClientDuplexStream,
  type Metadata,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { HealthImplementation, service as healthService } from 'grpc-health-check';
import { DomainError } from '@ao/kernel';
import { createLogger } from '@ao/observability';
import { logic, state } from '@ao/contracts';
import type { Observable } from 'rxjs';
import {
  Access,
  callContext,
  grpcHealth,
  grpcOptions,
  RPC_EDGE,
  rpcClient,
  RpcController,
  streamed,
  type RpcClient,
} from './index.js';

let produced = 0;

async function* entries(corrId: string): AsyncGenerator<state.WatchFeedResponse> {
  if (corrId === 'endless')
    for (;;) {
      produced += 1;
      yield state.WatchFeedResponse.fromPartial({ cursor: 'x'.repeat(10_000) });
    }
  for (const cursor of ['1', '2', '3']) yield state.WatchFeedResponse.fromPartial({ cursor, corrId });
  if (corrId === 'fails') throw new DomainError('not_found', 'no more');
}

@RpcController()
class ViewController {
  @GrpcMethod('StateService', 'getRow')
  row({ view }: state.GetRowRequest, metadata: Metadata): state.GetRowResponse {
    if (view === 'broken') throw new TypeError('a secret of the inside');
    if (view === 'bad')
      throw new DomainError('invalid_argument', 'the view is not valid', [
        { path: 'view', message: 'must be one of jobs' },
      ]);
    const { corrId, subject, role } = callContext(metadata);
    return {
      row: { id: view, version: 9_007_199_254_740_991, body: { corrId, subject, role, nested: [1, { a: null }] } },
    };
  }

  @GrpcMethod('StateService', 'watchFeed')
  feed(
    { corrId }: state.WatchFeedRequest,
    _metadata: Metadata,
    call: Parameters<typeof streamed>[1],
  ): Observable<state.WatchFeedResponse> {
    return streamed(entries(corrId), call);
  }

  @Access('admin')
  @GrpcMethod('StateService', 'rebuildView')
  rebuild(): state.RebuildViewResponse {
    return { rows: 1 };
  }
}

const access = { admin: 'admin-token-of-16', viewer: 'viewer-token-of-16', service: 'service-token-of-16' };
const services = { 'state.v1.StateService': state.StateServiceService };

@Module({
  controllers: [ViewController],
  providers: [{ provide: RPC_EDGE, useValue: { access, logger: createLogger({ service: 'test', level: 'silent' }) } }],
})
class ViewModule {}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

let stop: () => Promise<void>;
let address: string;
let health: HealthImplementation;
const clients: RpcClient<state.StateServiceClient>[] = [];
const client = (token: string): RpcClient<state.StateServiceClient> => {
  const made = rpcClient(state.StateServiceClient, address, { token });
  clients.push(made);
  return made;
};

beforeAll(async () => {
  address = `127.0.0.1:${await freePort()}`;
  health = grpcHealth(services);
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(ViewModule, {
    ...grpcOptions({ address, services, health }),
    logger: false,
  });
  await app.listen();
  stop = () => app.close();
});
afterAll(async () => {
  clients.forEach((each) => each.close());
  await stop();
});

it('carries a call with its context, whole numbers and JSON', async () => {
  const { row } = await client(access.service).getRow({ view: 'jobs', id: '' }, { corrId: 'c-1', subject: 'user:ada' });
  expect(row).toEqual({
    id: 'jobs',
    version: 9_007_199_254_740_991,
    body: { corrId: 'c-1', subject: 'user:ada', role: 'service', nested: [1, { a: null }] },
  });
});

it('lets only a service speak for someone else, and nobody name his own role', async () => {
  const { row } = await client(access.viewer).getRow({ view: 'jobs', id: '' }, { subject: 'user:admin' });
  expect(row?.body).toMatchObject({ subject: 'user:viewer', role: 'viewer' });
});

it('refuses without a token, with a wrong one, and with too small a role', async () => {
  await expect(client('wrong-token-of-16-').getRow({ view: 'jobs', id: '' })).rejects.toMatchObject({
    name: 'DomainError',
    code: 'unauthenticated',
  });
  await expect(client(access.viewer).rebuildView({ view: 'jobs' })).rejects.toMatchObject({
    code: 'permission_denied',
  });
  await expect(client(access.admin).rebuildView({ view: 'jobs' })).resolves.toEqual({ rows: 1 });
});

it('carries violations, and keeps the inside inside', async () => {
  await expect(client(access.admin).getRow({ view: 'bad', id: '' })).rejects.toMatchObject({
    code: 'invalid_argument',
    message: 'the view is not valid',
    violations: [{ path: 'view', message: 'must be one of jobs' }],
  });
  await expect(client(access.admin).getRow({ view: 'broken', id: '' })).rejects.toMatchObject({
    code: 'internal',
    message: expect.not.stringContaining('secret'),
  });
});

it('streams, and ends a stream with its error', async () => {
  const read = async (corrId: string): Promise<string[]> => {
    const seen: string[] = [];
    for await (const { cursor } of client(access.viewer).watchFeed({
      corrId,
      typePrefix: '',
      after: '',
      fromStart: false,
      snapshot: true,
      opening: false,
    }))
      seen.push(cursor);
    return seen;
  };
  await expect(read('ok')).resolves.toEqual(['1', '2', '3']);
  await expect(read('fails')).rejects.toMatchObject({ code: 'not_found' });
});

it('makes no more than a slow client takes', async () => {
  let taken = 0;
  for await (const { cursor } of client(access.viewer).watchFeed({
    corrId: 'endless',
    typePrefix: '',
    after: '',
    fromStart: false,
    snapshot: true,
    opening: false,
  })) {
    taken += cursor.length > 0 ? 1 : 0;
    if (taken === 50) break;
    await new Promise((next) => setImmediate(next));
  }
  expect(taken).toBe(50);
  expect(produced).toBeLessThan(1_000);
});

it('answers a request that is not its message with INVALID_ARGUMENT', async () => {
  const raw = new Client(address, credentials.createInsecure());
  const { Metadata: Sent } = await import('@grpc/grpc-js');
  const metadata = new Sent();
  metadata.set('authorization', `Bearer ${access.admin}`);
  const error = await new Promise<{ code: number; details: string } | null>((resolve) =>
    raw.makeUnaryRequest(
      '/state.v1.StateService/GetRow',
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      Buffer.from([0x0a, 0x7f, 1]),
      metadata,
      (failure) => resolve(failure),
    ),
  );
  raw.close();
  expect(error).toMatchObject({ code: 3, details: expect.stringContaining('could not be read') });
});

it('says unavailable quickly where nobody listens', async () => {
  const away = rpcClient(logic.LogicUnitServiceClient, `127.0.0.1:${await freePort()}`, { token: 'x' });
  const started = performance.now();
  await expect(away.getSlot({ slot: 'a/b' })).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - started).toBeLessThan(3_000);
  away.close();
});

it('has health without a token', async () => {
  health.setStatus('', 'SERVING');
  const Health = makeGenericClientConstructor(healthService, 'grpc.health.v1.Health');
  const probe = new Health(address, credentials.createInsecure()) as unknown as Client & {
    check(request: object, done: (error: Error | null, answer: { status: string }) => void): void;
  };
  const answer = await new Promise<{ status: string }>((resolve, reject) =>
    probe.check({ service: '' }, (error, found) => (error ? reject(error) : resolve(found))),
  );
  probe.close();
  expect(answer.status).toBe('SERVING');
});

/** google.protobuf.FileDescriptorProto: name = 1, dependency = 3. */
const namesIn = (file: Uint8Array): { readonly name: string; readonly imports: readonly string[] } => {
  const reader = new BinaryReader(file);
  const found = { name: '', imports: [] as string[] };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 10) found.name = reader.string();
    else if (tag === 26) found.imports.push(reader.string());
    else reader.skip(tag & 7);
  }
  return found;
};

interface Reflected {
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Uint8Array[] };
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
}

it('describes what it serves by reflection, every imported file included', async () => {
  const file = join(dirname(require.resolve('@grpc/reflection')), '../proto/grpc/reflection/v1/reflection.proto');
  const { grpc } = loadPackageDefinition(loadSync(file, { keepCase: true })) as unknown as {
    grpc: {
      reflection: {
        v1: {
          ServerReflection: new (
            ...all: unknown[]
          ) => Client & { ServerReflectionInfo(): ClientDuplexStream<object, Reflected> };
        };
      };
    };
  };
  const reflection = new grpc.reflection.v1.ServerReflection(address, credentials.createInsecure());
  const ask = (request: object): Promise<Reflected> =>
    new Promise((resolve, reject) => {
      const stream = reflection.ServerReflectionInfo();
      stream.on('error', reject).on('data', (answer) => (resolve(answer as Reflected), stream.end()));
      stream.write(request);
    });
  const { list_services_response: listed } = await ask({ list_services: '' });
  expect(listed?.service.map(({ name }) => name)).toEqual(Object.keys(services));
  const { file_descriptor_response: described } = await ask({ file_containing_symbol: 'state.v1.StateService' });
  const files = (described?.file_descriptor_proto ?? []).map(namesIn);
  const names = files.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['state/v1/state.proto', 'google/protobuf/struct.proto', 'google/protobuf/timestamp.proto']),
  );
  expect(files.flatMap(({ imports }) => imports).filter((name) => !names.includes(name))).toEqual([]);
  reflection.close();
});
