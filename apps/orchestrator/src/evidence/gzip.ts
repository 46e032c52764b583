import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** Where a gzip header says which system made it (RFC 1952): 255, unknown, so that every system gives the same bytes. Its time is 0 already. */
const systemByte = 9;

/** Text as gzip, taken only as fast as the result is read. Throws what the texts throw; their iteration ends when the reader stops. */
export async function* gzipped(texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  // The reader sees the error that the pipeline ends with: the iteration below throws it.
  const zipped = pipeline(Readable.from(texts, { objectMode: true }), createGzip(), () => undefined);
  let first = true;
  for await (const chunk of zipped as AsyncIterable<Buffer>) {
    if (first) chunk[systemByte] = 255;
    first = false;
    yield chunk;
  }
}
