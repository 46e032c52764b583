import { DomainError } from '@ao/kernel';

const typeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What kafkajs threw, as the platform says it. */
export const asDomainError = (error: unknown): DomainError => {
  if (error instanceof DomainError) return error;
  if (typeOf(error) === 'MESSAGE_TOO_LARGE') return new DomainError('invalid_argument', messageOf(error));
  return new DomainError('unavailable', `Kafka: ${messageOf(error)}`);
};
