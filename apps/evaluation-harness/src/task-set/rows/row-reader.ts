import type { Checked } from '@ao/domain-evaluation';
import { DomainError, type JsonObject } from '@ao/kernel';

/** Bytes of a line, and characters of a row in any format. */
export const longestLine = 1_000_000;

/** What a file holds. */
export type RowKind = 'items' | 'documents';

/** Hears of each row: its line from 1, and its object or what is wrong with it. */
export type TakeRow = (line: number, row: Checked<JsonObject>) => Promise<void> | void;

/** Takes the bytes of a file, cut anywhere, and hands on its rows one by one: who pushes waits until they are taken. */
export interface RowReader {
  push(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** A file of which nothing can be read any more. */
export const unreadable = (path: string, message: string): DomainError =>
  new DomainError('invalid_argument', `nothing was imported; ${path}: ${message}`, [{ path, message }]);

/** Decodes UTF-8 that is cut anywhere, without a byte order mark. Throws DomainError `invalid_argument` on other bytes. */
export const textDecoder = (kind: RowKind): ((bytes?: Uint8Array) => string) => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (bytes) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw unreadable(kind, 'is not UTF-8; convert it first, such as with iconv -t UTF-8');
    }
  };
};
