import { CommanderError } from 'commander';
import { ConfigError } from '@ao/config';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { Failure, isFailure } from './failure.js';
import { programOf } from './program.js';
import { sessions } from './session.js';
import { failureText } from './terminal/failure.text.js';
import { styleFor, type Terminal } from './terminal/terminal.js';

const usageExit = ({ code, exitCode }: CommanderError): ExitCode =>
  exitCode === 0 || code === 'commander.helpDisplayed' || code === 'commander.version' ? exitCodes.ok : exitCodes.usage;

const interrupted = new Failure(exitCodes.interrupted, { title: 'interrupted' });

const isNoRoom = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');

const failureOf = (error: unknown, signal: AbortSignal): Failure => {
  if (isFailure(error)) return error;
  if (signal.aborted) return interrupted;
  if (isNoRoom(error))
    return new Failure(exitCodes.failed, { title: `the disk is full: ${error.message}`, code: 'insufficient_storage' });
  if (error instanceof ConfigError) return new Failure(exitCodes.usage, { title: error.message });
  return new Failure(exitCodes.failed, { title: error instanceof Error ? error.message : String(error) });
};

const report = (failure: Failure, terminal: Terminal, json: boolean): ExitCode => {
  const { exitCode, problem, advice } = failure;
  const text = json
    ? JSON.stringify({ ...problem, advice, exit_code: exitCode })
    : failureText(failure, styleFor(terminal.err, terminal.env));
  terminal.err.write(`${text}\n`);
  return exitCode;
};

/** Runs one command line (without node and script) and answers the exit code. Never throws. */
export const run = async (args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<ExitCode> => {
  try {
    const program = await programOf(args, terminal, sessions(terminal, signal));
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return usageExit(error);
    return report(failureOf(error, signal), terminal, args.includes('--json'));
  }
};
