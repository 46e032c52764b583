import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuid } from 'uuid';
import { DomainError } from '@ao/kernel';
import { histogram, type Logger } from '@ao/observability';
import { corrIdOf } from './caller.js';
import { drainBody } from './drain-body.js';
import { parseJsonBody } from './json-body.js';
import { problemOf, type HttpCode } from './problem.js';
import { RouteTable } from './route-table.js';
import { sendProblem } from './send-problem.js';
import { addStreamParsers } from './takes-stream.js';

/** What one request, and one client, may take. */
export interface HttpLimits {
  /** Largest body. */
  readonly bodyBytes: number;
  /** Deepest JSON. */
  readonly jsonDepth: number;
  /** Milliseconds in which a request must have arrived. */
  readonly requestMs: number;
  /** Requests of one address in a minute. */
  readonly requestsPerMinute: number;
}

export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 1024 * 1024,
  jsonDepth: 32,
  requestMs: 30_000,
  requestsPerMinute: 12_000,
};

/** What makes an HTTP server of the platform. */
export interface HttpAdapterOptions {
  readonly logger: Logger;
  readonly limits?: Partial<HttpLimits>;
}

const seconds = histogram('ao_http_request_seconds', 'Time from a request to the end of its answer', [
  'method',
  'route',
  'status',
]);

const measure = ({ method, routeOptions }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void =>
  seconds.observe({ method, route: routeOptions.url ?? 'none', status: String(statusCode) }, elapsedTime / 1000);

const rawProblem = (code: HttpCode, detail: string): string => {
  const problem = problemOf({ code, detail }, uuid());
  const body = JSON.stringify(problem);
  return `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
};

const refuseBytes = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  if (socket.writable)
    socket.write(
      tooLarge
        ? rawProblem('headers_too_large', 'the headers are too large')
        : rawProblem('bad_request', 'this is not an HTTP request'),
    );
  socket.destroy(error);
};

const isTooLarge = (error: unknown): boolean =>
  (error as { readonly code?: unknown }).code === 'FST_ERR_CTP_BODY_TOO_LARGE';

/**
 * Nest's Fastify adapter with the platform's edge: only JSON bodies, within limits, but for routes that take a stream; a corr_id on every answer; problem documents for
 * all that fails outside of a controller, unknown routes and methods included.
 */
export class HttpAdapter extends FastifyAdapter {
  readonly routes = new RouteTable();

  constructor({ logger, limits }: HttpAdapterOptions) {
    const { bodyBytes, jsonDepth, requestMs, requestsPerMinute } = { ...defaultHttpLimits, ...limits };
    const frameworkErrors = (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
      sendProblem(error, { request, reply, logger });
    super({
      bodyLimit: bodyBytes,
      requestTimeout: requestMs,
      routerOptions: { maxParamLength: 512 },
      clientErrorHandler: refuseBytes,
      frameworkErrors,
    });
    const fastify = this.getInstance();
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
      parseJsonBody(body, jsonDepth),
    );
    addStreamParsers(fastify);
    // The route of CORS preflights stands for every path and serves none.
    fastify.addHook('onRoute', ({ method, url }) => void (url === '*' || this.routes.add(method, url)));
    fastify.addHook('onRequest', async (request, reply) => void reply.header('corr-id', corrIdOf(request)));
    fastify.addHook('onResponse', async (request, reply) => measure(request, reply));
    fastify.setErrorHandler(async (error, request, reply) => {
      if (isTooLarge(error)) await drainBody(request.raw);
      sendProblem(error, { request, reply, logger });
      return reply;
    });
    fastify.setNotFoundHandler((request, reply) =>
      sendProblem(this.missing(request, reply), { request, reply, logger }),
    );
    void fastify.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: 60_000,
      errorResponseBuilder: () =>
        new DomainError('resource_exhausted', `at most ${requestsPerMinute} requests a minute`),
    });
  }

  /** The edge has its own parsers. */
  override registerParserMiddleware(): void {}

  /** The edge answers errors outside of controllers itself. */
  override setErrorHandler(): never {
    return this.getInstance<never>();
  }

  /** The edge answers unknown routes itself. */
  override setNotFoundHandler(): never {
    return this.getInstance<never>();
  }

  private missing(request: FastifyRequest, reply: FastifyReply): Error {
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0)
      return new DomainError('not_found', `there is no ${request.url.split('?')[0]?.slice(0, 200)}`);
    void reply.header('allow', allowed.join(', '));
    return Object.assign(new Error(`this path takes ${allowed.join(', ')}`), { statusCode: 405 });
  }
}
