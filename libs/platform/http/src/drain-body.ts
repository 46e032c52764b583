import type { IncomingMessage } from 'node:http';

/** Most that is taken in of a body that is refused, in bytes and milliseconds. */
const most = { bytes: 64 * 1024 * 1024, ms: 5_000 };

/**
 * Reads the rest of a refused body and throws it away, within limits: a client that is cut off while it still writes may never read why. Answers
 * when the body is over, the client is gone, or a limit is reached.
 */
export const drainBody = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve();
    let bytes = 0;
    const done = (): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', done).off('close', done).off('error', done);
      request.pause();
      resolve();
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > most.bytes) done();
    };
    const timer = setTimeout(done, most.ms);
    request.on('data', count).on('end', done).on('close', done).on('error', done);
  });
