import { DomainError } from '@ao/kernel';

/** The last row of a page: rows come newest first, and by id where they are as old. */
export interface RowCursor {
  /** ISO 8601. */
  readonly createdAt: string;
  readonly id: string;
}

/** The cursor as clients carry it. */
export const formatCursor = ({ createdAt, id }: RowCursor): string =>
  Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');

const read = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
};

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));

/** The reverse. Throws DomainError `invalid_argument` for anything else. */
export const parseCursor = (text: string): RowCursor => {
  const value = read(text);
  const [createdAt, id] = Array.isArray(value) ? (value as unknown[]) : [];
  if (!isTime(createdAt) || typeof id !== 'string')
    throw new DomainError('invalid_argument', 'the cursor is none that this view gave', [
      { path: 'cursor', message: 'must be the next_cursor of an earlier page' },
    ]);
  return { createdAt, id };
};
