import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';

/** What the edge has already set on an answer (corr-id, CORS): an answer that is written to the socket by hand has to send it too. */
export const edgeHeaders = (reply: FastifyReply): OutgoingHttpHeaders => reply.getHeaders() as OutgoingHttpHeaders;
