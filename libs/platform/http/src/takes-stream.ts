import type { IncomingMessage } from 'node:http';
import { RouteConfig } from '@nestjs/platform-fastify';
import { DomainError } from '@ao/kernel';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';

import { drainBody } from './drain-body.js';

const name = 'takesStream';

/** Bodies that a route can take as a stream, by their media type. */
const streamedTypes = ['application/x-ndjson', 'application/jsonl', 'text/csv', 'application/octet-stream'];

/** This route takes its body as a stream, of any size: `request.body` is the bytes as they arrive. Its reader has to bound them. */
export const TakesStream = (): MethodDecorator => RouteConfig({ [name]: true });

const takesStream = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as unknown as Readonly<Record<string, unknown>>)[name] === true;

/** Hands streams on to the routes that take them; every other route refuses these media types as before. */
export const addStreamParsers = (fastify: FastifyInstance): void => {
  fastify.addContentTypeParser(streamedTypes, async (request: FastifyRequest, body: IncomingMessage) => {
    if (takesStream(request)) return body;
    throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? '');
  });
};

/**
 * Lets `use` read the body of a route that takes a stream: the next piece is read when it asks for it. Where it fails before the end, the rest
 * is read and thrown away, within limits, so that the client reads why. Throws DomainError `invalid_argument` where there is no body.
 */
export const withStreamedBody = async <Result>(
  { body }: Pick<FastifyRequest, 'body'>,
  use: (pieces: AsyncIterable<Buffer>) => Promise<Result>,
): Promise<Result> => {
  if (body === undefined || body === null) throw new DomainError('invalid_argument', 'the body must be a file');
  const stream = body as IncomingMessage;
  try {
    return await use(stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
  } catch (error) {
    await drainBody(stream);
    throw error;
  }
};
