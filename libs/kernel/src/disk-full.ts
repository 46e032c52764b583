import { DomainError, isDomainError } from './domain-error.js';

const words = 'the disk is full';

/** The error of a write that found no room, such as "Postgres could not write": it passes when somebody makes room, so it is tried again. */
export const diskFull = (what: string): DomainError =>
  new DomainError('resource_exhausted', `${words}: ${what}. Make room, and try again.`);

/** True for that error, also after it went through gRPC. */
export const isDiskFull = (error: unknown): boolean =>
  isDomainError(error, 'resource_exhausted') && (error as Error).message.startsWith(words);
