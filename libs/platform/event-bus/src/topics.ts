export { topics, type Topic } from '@ao/contracts';

/** Where a group puts facts that it cannot handle: `<topic>.dlq`, with the reason in the headers. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;
