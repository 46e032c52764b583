import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import { edgeHeaders, type CallerContext, type HttpEdge, type OpenStreams } from '@ao/http';

/** What a streamed answer is. */
export interface StreamAnswer {
  readonly mediaType: string;
  /** Name of the file for who saves it; characters that a header does not take become _. */
  readonly fileName: string;
  readonly caller: CallerContext;
  /** The pieces; aborted when the client is gone. */
  readonly open: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
}

async function* pieces(first: IteratorResult<Uint8Array>, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

const safeName = (name: string): string => name.replaceAll(/[^\w.-]/gu, '_').slice(0, 150);

/**
 * Answers with a file, piece by piece. What is wrong with the request shows at the first piece: until then the answer can still be a problem
 * document. A file that cannot be finished ends with its connection, so that nobody takes it for whole.
 */
export const answerWithStream = async (
  reply: FastifyReply,
  { mediaType, fileName, caller, open }: StreamAnswer,
  { streams, edge }: { readonly streams: OpenStreams; readonly edge: HttpEdge },
): Promise<void> => {
  const place = streams.enter();
  reply.raw.once('close', () => streams.leave(place));
  try {
    const source = open(place.signal)[Symbol.asyncIterator]();
    const first = await source.next();
    void reply.hijack();
    reply.raw.writeHead(200, {
      ...edgeHeaders(reply),
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${safeName(fileName)}"`,
      'cache-control': 'no-store',
    });
    await pipeline(Readable.from(pieces(first, source), { objectMode: false }), reply.raw).catch((error: unknown) =>
      edge.logger.info({ err: error, corr_id: caller.corrId, file: fileName }, 'a streamed answer ended early'),
    );
  } finally {
    streams.leave(place);
  }
};
