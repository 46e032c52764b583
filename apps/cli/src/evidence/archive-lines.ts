import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';

const unreadable = (file: string, { syscall, message }: NodeJS.ErrnoException): Failure =>
  syscall === undefined
    ? new Failure(exitCodes.failed, { title: `${file} is no archive`, detail: `its gzip is broken: ${message}` })
    : new Failure(exitCodes.usage, { title: `${file} cannot be read`, detail: message });

/** The unpacked lines of a gzipped file, without their line feeds. Throws Failure for one that cannot be read or unpacked. */
export async function* archiveLines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const decoder = new TextDecoder();
  let rest = '';
  // What goes wrong is thrown by the reading of what was unpacked.
  pipeline(createReadStream(file), unpacked).catch(() => undefined);
  try {
    for await (const chunk of unpacked) {
      const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
  if (rest !== '') yield rest;
}
