import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** Seconds for which a browser may keep what a preflight answered. */
const maxAge = 600;

/**
 * Lets pages of these origins (`https://host[:port]`, or `*` for all) read the answers. Tokens come in headers and tickets in queries, never in
 * cookies, so a page has no rights of its own. Before the server listens.
 */
export const allowOrigins = async (fastify: FastifyInstance, origins: readonly string[]): Promise<void> => {
  if (origins.length === 0) return;
  await fastify.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'corr-id',
      'x-correlation-id',
      'idempotency-key',
      'last-event-id',
      'cache-control',
    ],
    exposedHeaders: ['corr-id', 'retry-after', 'content-disposition'],
    credentials: false,
    maxAge,
  });
};
