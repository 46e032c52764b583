import { diskFull, DomainError, isDomainError } from '@ao/kernel';

/** What the driver, the socket and the server say when the server is away or going away. */
const away = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '25006',
]);

/** Classes of SQLSTATE: connection exceptions, and too few resources. */
const isAway = (code: string): boolean =>
  away.has(code) || (code.length === 5 && (code.startsWith('08') || code.startsWith('53')));

/** Postgres found no room for a write: its own code, and the system's. */
const noRoom = new Set(['53100', 'ENOSPC', 'EDQUOT']);

/** Serialisation failure and deadlock: the same transaction may succeed when it is run again. */
const lostRaces = new Set(['40001', '40P01']);

/** Text that is no text in the database's encoding: U+0000, half a surrogate pair. */
const unstorable = new Set(['22P05', '22P02', '22021']);

/** By shape, not by class: an error of Node's own may be of another realm. */
const isError = (error: unknown): error is { readonly code: string; readonly message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

const known = ({ code, message }: { readonly code: string; readonly message: string }): DomainError | undefined => {
  if (noRoom.has(code)) return diskFull(`Postgres could not write (${message || code})`);
  if (isAway(code)) return new DomainError('unavailable', `Postgres cannot be reached: ${message || code}.`);
  if (lostRaces.has(code)) return new DomainError('aborted', `Another transaction was faster: ${message}.`);
  if (unstorable.has(code)) return new DomainError('invalid_argument', `Postgres cannot store this text: ${message}.`);
  return undefined;
};

/** The error in the platform's words: `unavailable`, `resource_exhausted` for a full disk, `aborted`, `invalid_argument`; any other error is answered as it is. */
export const asDomainError = (error: unknown): unknown => {
  if (isDomainError(error) || !isError(error)) return error;
  return known(error) ?? error;
};

/** Waits for the work and answers its errors in the platform's words. */
export const withDomainErrors = async <T>(work: PromiseLike<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw asDomainError(error);
  }
};

/** The row that a statement could not insert because its key exists: `Key (stream, version)=(a-1, 3) already exists.` */
export const violatedKey = (error: unknown): string | undefined =>
  isError(error) && error.code === '23505' && 'detail' in error ? String(error.detail) : undefined;
