import { count } from '../terminal/format.js';

/** Copies and contradictions, as a row of /state or an answer over gRPC has them. */
export interface ShownChecks {
  readonly copies: number;
  readonly contradicting: number;
  readonly holdoutSeen: number;
  readonly nearCopies: number;
  readonly holdoutNear: number;
}

const said = (number: number, one: string, more: string): readonly string[] =>
  number === 0 ? [] : [`${count(number)} ${number === 1 ? one : more}`];

/** What of a task set's content makes its numbers look better, or worse, than they are; empty: nothing was found. */
export const checksText = ({ copies, contradicting, holdoutSeen, nearCopies, holdoutNear }: ShownChecks): string =>
  [
    ...said(copies, 'copy of another input', 'copies of other inputs'),
    ...said(contradicting, 'item with a contradicting target', 'items with contradicting targets'),
    ...said(nearCopies, 'near copy', 'near copies'),
    ...said(holdoutSeen, 'holdout item stands in train or dev too', 'holdout items stand in train or dev too'),
    ...said(holdoutNear, 'holdout item is nearly one of train or dev', 'holdout items are nearly ones of train or dev'),
  ].join(', ');

/** How many holdout items stand in train or dev too, or nearly; empty: none is known. */
export const overlapText = ({
  checks,
  holdout,
}: {
  readonly checks?: Parameters<typeof checksOfRow>[0] | ShownChecks | null;
  readonly holdout: number;
}): string => {
  if (checks == null) return '';
  const { holdoutSeen, holdoutNear } = 'holdoutSeen' in checks ? checks : checksOfRow(checks);
  const parts = [
    ...said(holdoutSeen, 'stands in train or dev too', 'stand in train or dev too'),
    ...said(
      holdoutNear,
      'is nearly the same as an item of train or dev',
      'are nearly the same as items of train or dev',
    ),
  ];
  return parts.length === 0
    ? ''
    : `of ${count(holdout)} items ${parts.join(', and ')}: on these an answer may be remembered, not found.`;
};

/** The checks of a row of /state, which has snake_case names. */
export const checksOfRow = (row: {
  readonly copies: number;
  readonly contradicting: number;
  readonly holdout_seen: number;
  readonly near_copies: number;
  readonly holdout_near: number;
}): ShownChecks => ({
  copies: row.copies,
  contradicting: row.contradicting,
  holdoutSeen: row.holdout_seen,
  nearCopies: row.near_copies,
  holdoutNear: row.holdout_near,
});
