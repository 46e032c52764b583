import { DomainError } from '@ao/kernel';

/** The sides of a slot's traffic. */
export type Side = 'production' | 'candidate';

const sides: readonly Side[] = ['production', 'candidate'];

/** What decides who serves an input. */
export interface Asking {
  /** The label that the caller asked for; empty: as the traffic is shared. */
  readonly label: string;
  /** The candidate's share of the traffic, 0 to 1; null: the slot has no candidate. */
  readonly share: number | null;
  /** Where the caller's key lies, 0 up to 1, for this slot and candidate. */
  readonly point: number;
}

const asked = (label: string): Side => {
  const side = sides.find((each) => each === label);
  if (side) return side;
  throw new DomainError('invalid_argument', 'the label is not valid', [
    { path: 'label', message: 'must be "production" or "candidate", or empty: as the traffic is shared' },
  ]);
};

/** Who serves. A label that was asked for wins; a candidate of share 0 serves nobody else. A larger share takes nobody back. */
export const sideOf = ({ label, share, point }: Asking): Side => {
  if (label === '') return share !== null && point < share ? 'candidate' : 'production';
  const side = asked(label);
  if (side === 'candidate' && share === null)
    throw new DomainError('failed_precondition', 'the slot has no candidate now', [
      { path: 'label', message: 'must be "production" or empty while no unit is on canary or waits for approval' },
    ]);
  return side;
};
