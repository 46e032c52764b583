import { DomainError, type Json } from '@ao/kernel';
import { checkMessage } from '../../scoring/check-item.js';
import { member } from '../../scoring/shape.js';

/** What a validation item shows: its text and, for a mail, its subject. One of the two may be empty. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Reads the input of a validation item; throws `invalid_argument` where it has another shape. */
export const messageOf = (input: Json): Message => {
  const [wrong] = checkMessage(input);
  if (wrong !== undefined) throw new DomainError('invalid_argument', `${wrong.path} ${wrong.message}`, [wrong]);
  return { subject: textOf(member(input, 'subject')), text: textOf(member(input, 'text')) };
};
