import { createServer } from 'node:net';
import { ConfigError } from '@ao/config';
import { isDomainError } from '@ao/kernel';

/** A port that something else listens on. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Throws PortTaken, naming the variable that would help, where something listens on the port already. 0 is always free. */
export const requireFreePort = async (host: string, port: number, variable: string): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) =>
    reject(
      error.code === 'EADDRINUSE'
        ? new PortTaken(`port ${port} on ${host} is taken by another program: set ${variable} to another port, or to 0`)
        : new PortTaken(`port ${port} on ${host} cannot be opened (${error.code ?? error.message}): see ${variable}`),
    ),
  );
  server.listen(port, host, () => server.close(() => resolve()));
  return promise;
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const isDiskFull = (error: Error): boolean =>
  codeOf(error) === 'ENOSPC' || /No space left on device/u.test(error.message);

/** System errors that are about the surroundings. */
const systemCodes = ['EACCES', 'EROFS', 'EPERM', 'EADDRINUSE', 'ENOTDIR'];

/** True for what is not the program's fault. */
const isOfSurroundings = (error: Error): boolean =>
  error instanceof ConfigError ||
  error instanceof PortTaken ||
  isDomainError(error, 'failed_precondition') ||
  isDomainError(error, 'unavailable') ||
  systemCodes.includes(codeOf(error));

const isError = (error: unknown): error is Error => error instanceof Error || isDomainError(error);

/** Why a program could not start, for who started it: what is the surroundings' fault in one line, a fault of the program with its stack. */
export const startProblem = (error: unknown): string => {
  if (!isError(error)) return String(error);
  const { message, stack = message } = error;
  if (isDiskFull(error)) return `the disk is full: ${message.split('\n').at(-1)}`;
  return isOfSurroundings(error) ? message : stack;
};
