import { z } from 'zod';
import { speakOwnWords } from './issue-words.js';

speakOwnWords();

/** The environment does not hold a valid configuration; the message names every variable and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const line = ({ path, message }: z.core.$ZodIssue): string => `  ${path.join('.')}: ${message}`;

/** Reads a service's typed configuration from the environment. Empty variables count as absent. Throws ConfigError. */
export const loadConfig = <Schema extends z.ZodObject>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> => {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`The configuration is not valid:\n${parsed.error.issues.map(line).join('\n')}`);
};
