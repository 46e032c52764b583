const newline = 10;

/**
 * Bytes of JSON Lines cut into batches of whole lines, each of about `size` bytes: a line is never cut, so a batch with a longer line is
 * longer. The bytes stay as they are; what is wrong with them is for the platform to say, with line numbers.
 */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0 && bytes + end >= size) {
      yield Buffer.concat([...held, chunk.subarray(0, end)]);
      held = [chunk.subarray(end)];
      bytes = chunk.length - end;
    } else {
      held.push(chunk);
      bytes += chunk.length;
    }
  }
  if (bytes > 0) yield Buffer.concat(held);
}
