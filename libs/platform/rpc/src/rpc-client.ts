import {
  credentials,
  type CallOptions,
  type Client,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  type Metadata,
  type MethodDefinition,
  type ServiceDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { outgoingMetadata, type OutgoingContext } from './call-context.js';
import { fromStatus } from './status.js';

/** Context of one call; `deadlineMs` overrides the client's. */
export interface CallContextOptions extends OutgoingContext {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** How a client reaches its service. */
export interface RpcClientOptions {
  readonly token: string;
  /** Milliseconds that a unary call may take. */
  readonly deadlineMs?: number;
}

/** The client class that ts-proto generates. */
export interface ClientConstructor<C extends Client> {
  readonly service: ServiceDefinition;
  new (address: string, channelCredentials: ReturnType<typeof credentials.createInsecure>, options?: object): C;
}

type Callback<Response> = (error: ServiceError | null, response: Response) => void;
type CallOf<Method> = Method extends (
  request: infer Request,
  metadata?: Metadata,
  options?: Partial<CallOptions>,
) => ClientReadableStream<infer Response>
  ? (request: Request, context?: CallContextOptions) => AsyncIterable<Response>
  : Method extends (
        metadata: Metadata,
        options: Partial<CallOptions>,
        callback: Callback<infer Response>,
      ) => ClientWritableStream<infer Request>
    ? (requests: AsyncIterable<Request>, context?: CallContextOptions) => Promise<Response>
    : Method extends (
          request: infer Request,
          metadata: Metadata,
          options: Partial<CallOptions>,
          callback: Callback<infer Response>,
        ) => ClientUnaryCall
      ? (request: Request, context?: CallContextOptions) => Promise<Response>
      : never;

/** Promises and async iterables in place of callbacks and streams; errors are DomainErrors. */
export type RpcClient<C> = { readonly [Name in Exclude<keyof C, keyof Client>]: CallOf<C[Name]> } & { close(): void };

type RawMethod = (...args: unknown[]) => unknown;

const channelOptions = {
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
};

const callOptions = (deadlineMs: number | undefined): Partial<CallOptions> =>
  deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };

const settle =
  (resolve: (response: unknown) => void, reject: (error: unknown) => void): Callback<unknown> =>
  (error, response) =>
    error === null ? resolve(response) : reject(fromStatus(error));

async function* readAll(stream: ClientReadableStream<unknown>): AsyncGenerator<unknown> {
  try {
    for await (const message of stream) yield message;
  } catch (error) {
    throw fromStatus(error as ServiceError);
  } finally {
    stream.cancel();
  }
}

const roomOrEnd = (stream: ClientWritableStream<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      stream.off('drain', go).off('close', go).off('error', go);
      resolve();
    };
    stream.on('drain', go).on('close', go).on('error', go);
  });

const writeAll = async (stream: ClientWritableStream<unknown>, requests: AsyncIterable<unknown>): Promise<void> => {
  for await (const request of requests) {
    if (stream.destroyed || stream.writableEnded) return;
    if (!stream.write(request)) await roomOrEnd(stream);
  }
  stream.end();
};

const cancelOn = (signal: AbortSignal | undefined, call: { cancel(): void }): void =>
  signal?.addEventListener('abort', () => call.cancel(), { once: true });

const bind = (
  client: Client,
  name: string,
  definition: MethodDefinition<unknown, unknown>,
  options: RpcClientOptions,
): RawMethod => {
  const raw = (client as unknown as Record<string, RawMethod>)[name] as RawMethod;
  const metadata = (context?: CallContextOptions): Metadata => outgoingMetadata(options.token, context);
  if (definition.responseStream)
    return (request, context?: unknown) => {
      const given = context as CallContextOptions | undefined;
      const stream = raw.call(
        client,
        request,
        metadata(given),
        callOptions(given?.deadlineMs),
      ) as ClientReadableStream<unknown>;
      cancelOn(given?.signal, stream);
      return readAll(stream);
    };
  return (request, context?: unknown) =>
    new Promise((resolve, reject) => {
      const given = context as CallContextOptions | undefined;
      const deadline = callOptions(
        given?.deadlineMs ?? (definition.requestStream ? undefined : (options.deadlineMs ?? 5_000)),
      );
      const done = settle(resolve, reject);
      if (!definition.requestStream)
        return cancelOn(given?.signal, raw.call(client, request, metadata(given), deadline, done) as ClientUnaryCall);
      const stream = raw.call(client, metadata(given), deadline, done) as ClientWritableStream<unknown>;
      writeAll(stream, request as AsyncIterable<unknown>).catch((error: unknown) => (stream.cancel(), reject(error)));
    });
};

/** A client of one service at "host:port". The connection is made lazily and comes back by itself. */
export const rpcClient = <C extends Client>(
  constructor: ClientConstructor<C>,
  address: string,
  options: RpcClientOptions,
): RpcClient<C> => {
  const client = new constructor(address, credentials.createInsecure(), channelOptions);
  const methods = Object.entries(constructor.service).map(([name, definition]) => [
    name,
    bind(client, name, definition as MethodDefinition<unknown, unknown>, options),
  ]);
  return { ...Object.fromEntries(methods), close: () => client.close() } as RpcClient<C>;
};
