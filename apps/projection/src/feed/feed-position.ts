import { DomainError } from '@ao/kernel';

/** A place in the feed: after the entry with this index of this page. Both ids are decimal strings of 64-bit integers. */
export interface FeedPosition {
  readonly transactionId: string;
  readonly page: string;
  readonly index: number;
}

/** An index after every entry of a page. */
export const endOfPage = 2_147_483_647;

/** Before everything. */
export const feedStart: FeedPosition = { transactionId: '0', page: '0', index: endOfPage };

/** The position as clients carry it. */
export const formatPosition = ({ transactionId, page, index }: FeedPosition): string =>
  `${transactionId}.${page}.${index}`;

/** The reverse. Throws DomainError `invalid_argument` for anything else. */
export const parsePosition = (text: string): FeedPosition => {
  const [, transactionId, page, index] = /^(\d{1,19})\.(\d{1,18})\.(\d{1,10})$/.exec(text) ?? [];
  if (transactionId === undefined || page === undefined || index === undefined)
    throw new DomainError('invalid_argument', 'the cursor is none that the feed gave', [
      { path: 'after', message: 'must be a cursor of the feed' },
    ]);
  return { transactionId, page, index: Math.min(Number(index), endOfPage) };
};

/** Negative where `one` lies before `other`. */
export const comparePositions = (one: FeedPosition, other: FeedPosition): number => {
  if (one.transactionId !== other.transactionId)
    return BigInt(one.transactionId) < BigInt(other.transactionId) ? -1 : 1;
  if (one.page !== other.page) return BigInt(one.page) < BigInt(other.page) ? -1 : 1;
  return one.index - other.index;
};
