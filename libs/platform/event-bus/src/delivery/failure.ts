import { isDiskFull } from '@ao/kernel';
import { isPoisonFact } from '../poison-fact.js';

/**
 * What a handler's error says about its facts. `transient`: nothing, the world is in the way; try for ever. `poison`: this fact (or one
 * of these) can never be handled. `unknown`: a fact or the world; try a few times.
 */
export type Failure =
  | { readonly kind: 'transient' }
  | { readonly kind: 'poison'; readonly factId: string | undefined }
  | { readonly kind: 'unknown' };

// DomainError codes; the same as gRPC numbers; Node's and postgres.js's names for a connection that is gone.
const transientCodes: ReadonlySet<unknown> = new Set([
  ...['unavailable', 'aborted'],
  ...[14, 10],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
]);

// SQLSTATE: connection, rollback for another transaction's sake, out of resources, shutting down, lock not available.
const transientSqlState = /^(?:08...|40...|53...|57P0.|55P03)$/;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isTransient = (code: unknown): boolean =>
  transientCodes.has(code) || (typeof code === 'string' && transientSqlState.test(code));

export const failureOf = (error: unknown): Failure => {
  if (isPoisonFact(error)) return { kind: 'poison', factId: error.factId };
  const code = codeOf(error);
  if (code === 'invalid_argument') return { kind: 'poison', factId: undefined };
  return isTransient(code) || isDiskFull(error) ? { kind: 'transient' } : { kind: 'unknown' };
};
