import { InvalidArgumentError, Option, type Command } from 'commander';
import type { OpenSession } from './session.js';

/** Adds one command, or a family of them, to the program. */
export type AddCommand = (program: Command, open: OpenSession) => void;

/** A command with the options that all have. `usage` such as "job <id>". */
export const subcommand = (program: Command, usage: string, description: string): Command =>
  program.command(usage).description(description).option('--json', 'print JSON, and nothing else, on stdout');

/** An option that takes one of a closed list; the help names the values. */
export const choice = (flags: string, description: string, values: readonly string[]): Option =>
  new Option(flags, description).choices([...values]);

/** Option parser: a whole number from 0. */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || text.trim() === '')
    throw new InvalidArgumentError('It must be a whole number from 0.');
  return value;
};

/** Option parser: any number. */
export const anyNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || text.trim() === '') throw new InvalidArgumentError('It must be a number.');
  return value;
};

/** Option parser: collects an option that may be given more than once. */
export const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
