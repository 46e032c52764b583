import { DomainError, type Json } from '@ao/kernel';
import { longestText } from '../scoring/check-item.js';
import { isViolation, member, readText } from '../scoring/shape.js';

/** What a validation item shows: its text and, for a mail, its subject. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Reads the input of a validation item; throws `invalid_argument` where it has another shape. */
export const messageOf = (input: Json): Message => {
  const text = readText(member(input, 'text'), 'input.text', longestText);
  if (isViolation(text)) throw new DomainError('invalid_argument', `${text.path} ${text.message}`, [text]);
  const subject = member(input, 'subject');
  return { subject: typeof subject === 'string' ? subject : '', text };
};
