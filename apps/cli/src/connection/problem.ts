import { isDomainError, type DomainError } from '@ao/kernel';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { Failure, type Problem } from '../failure.js';
import type { Connection } from './settings.js';

const exitCodeOf = (code: string | undefined, status: number): ExitCode => {
  if (code === 'deadline_exceeded' || status === 504) return exitCodes.timeout;
  return code === 'unavailable' || [502, 503].includes(status) ? exitCodes.unreachable : exitCodes.failed;
};

const adviceOn = (code: string | undefined, status: number, { token, tokenFile }: Connection): string[] => {
  if (status !== 401 && code !== 'unauthenticated') return [];
  return token === ''
    ? [`no token was sent: AO_TOKEN is not set and there is no ${tokenFile}`]
    : ['the token that was sent opens nothing: check AO_TOKEN, or AO_DATA_DIR with its admin-token'];
};

const readProblem = (text: string): Problem | undefined => {
  try {
    const parsed = JSON.parse(text) as Problem;
    return typeof parsed.title === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** The failure that an HTTP answer outside 2xx means. */
export const refusal = (status: number, body: string, connection: Connection): Failure => {
  const problem = readProblem(body) ?? {
    title: `the platform answered with status ${status}`,
    detail: body.slice(0, 200),
  };
  return new Failure(
    exitCodeOf(problem.code, status),
    { ...problem, status },
    adviceOn(problem.code, status, connection),
  );
};

const startIt = ['start it with `ao up`, or name its address in AO_URL and AO_GRPC_ADDRESS'];

/** The failure of a platform that does not answer at an address. */
export const unreachable = (address: string, reason: string): Failure =>
  new Failure(
    exitCodes.unreachable,
    { title: `the platform does not answer at ${address}`, detail: reason, code: 'unavailable' },
    startIt,
  );

/** The failure that an error of a gRPC call means. */
export const rpcFailure = (error: DomainError, connection: Connection): Failure => {
  if (error.code === 'unavailable') return unreachable(connection.grpcAddress, error.message);
  const problem: Problem = { title: error.message, code: error.code, errors: error.violations };
  return new Failure(exitCodeOf(error.code, 0), problem, adviceOn(error.code, 0, connection));
};

/** The same error; errors of gRPC calls as failures. */
export const asFailure = (error: unknown, connection: Connection): unknown =>
  isDomainError(error) ? rpcFailure(error, connection) : error;
