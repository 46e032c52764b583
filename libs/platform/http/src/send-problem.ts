import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@ao/observability';
import { corrIdOf } from './caller.js';
import { faultOf } from './fault.js';
import { problemOf, retryAfterOf, type Fault } from './problem.js';

/** One request, its answer, and where unexpected errors are told. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly logger: Logger;
}

const sendFault = (fault: Fault, { request, reply }: Exchange): void => {
  const corrId = corrIdOf(request);
  const retryAfter = retryAfterOf(fault.code);
  if (fault.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer realm="agent-orchestrator"');
  if (retryAfter !== undefined && !reply.hasHeader('retry-after')) void reply.header('retry-after', String(retryAfter));
  const problem = problemOf(fault, corrId);
  void reply
    .header('corr-id', corrId)
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(problem)));
};

/** A ticket in a URL opens a stream: it is kept out of the log. */
const withoutSecrets = (url: string): string => url.replace(/([?&]ticket=)[^&#]*/giu, '$1...');

/** Answers with the problem document of an error; tells the log when it is ours. An answer that has begun is cut off instead. */
export const sendProblem = (error: unknown, exchange: Exchange): void => {
  const { request, reply, logger } = exchange;
  const fault = faultOf(error);
  if (fault.code === 'internal')
    logger.error({ err: error, corr_id: corrIdOf(request), url: withoutSecrets(request.url) }, 'a request failed');
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  sendFault(fault, exchange);
};
