import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@ao/observability';
import { sendProblem } from './send-problem.js';
import { HTTP_EDGE } from './http-edge.js';

/** Every error of a controller as a problem document. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(HTTP_EDGE) private readonly edge: { readonly logger: Logger }) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, {
      request: http.getRequest<FastifyRequest>(),
      reply: http.getResponse<FastifyReply>(),
      logger: this.edge.logger,
    });
  }
}
