import { DomainError } from '@ao/kernel';
import type { Fact } from './event-bus.js';
import { topics } from './topics.js';

/** Bytes of the largest value: a record batch of the broker holds 1 MiB, headers included. */
export const maxValueBytes = 900_000;

const known: ReadonlySet<string> = new Set(Object.values(topics).map((topic) => topic.name));

const refuse = (path: string, message: string): never => {
  throw new DomainError('invalid_argument', `${path}: ${message}`, [{ path, message }]);
};

/** The field of a fact that no bus may carry, and what is wrong with it; undefined: it may be published. */
export const unpublishable = (fact: Fact): { readonly field: string; readonly message: string } | undefined => {
  if (!known.has(fact.topic)) return { field: 'topic', message: `${fact.topic} is not in the topic table` };
  if (fact.key === '') return { field: 'key', message: 'is empty' };
  const bytes = fact.value.byteLength;
  return bytes > maxValueBytes
    ? { field: 'value', message: `has ${bytes} bytes, ${maxValueBytes} are the most` }
    : undefined;
};

/** Throws DomainError `invalid_argument` for a fact that no bus may carry; nothing of the call is then published. */
export const requireAcceptable = (facts: readonly Fact[]): void => {
  facts.forEach((fact, index) => {
    const wrong = unpublishable(fact);
    if (wrong !== undefined) refuse(`facts[${index}].${wrong.field}`, wrong.message);
  });
};

/** Throws DomainError `invalid_argument` for a topic outside the table. */
export const requireTopics = (names: readonly string[]): void => {
  for (const name of names) if (!known.has(name)) refuse('topic', `${name} is not in the topic table`);
};
