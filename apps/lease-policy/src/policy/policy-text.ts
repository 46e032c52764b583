import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ConfigError } from '@ao/config';
import { packageDirectory } from '@ao/postgres';
import { egressPolicy } from './egress-allow-list.js';

/** The policy sets that come with the platform. */
export const presets = ['relaxed', 'standard', 'strict'] as const;
export type Preset = (typeof presets)[number];

/** A policy set as it is installed and recorded. */
export interface PolicyText {
  /** A preset's name, or the name of the operator's file without its ending. */
  readonly name: string;
  /** SHA-256 of the text, hex. */
  readonly hash: string;
  /** The Cedar text, allow-list included: all that decides. */
  readonly text: string;
}

/** Where the policies come from. */
export interface PolicySource {
  readonly preset: Preset;
  /** The operator's own Cedar file; takes the preset's place. */
  readonly file?: string;
  /** Hosts that may be called; absent: the preset's own list. */
  readonly egressAllow?: readonly string[];
}

const loopback = ['127.0.0.1:*', 'localhost:*', '[::1]:*'];
const allowedByDefault: Record<Preset, readonly string[]> = { relaxed: ['*'], standard: loopback, strict: [] };

// Found from the sources and from the build alike.
const policyFile = (name: string): string => join(packageDirectory(__dirname), 'policies', name);

/** The Cedar schema that every policy set is validated against. */
export const policySchema = (): string => readFileSync(policyFile('lease.cedarschema'), 'utf8');

const ownText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration is not valid:\n  AO_POLICY_FILE: ${(error as Error).message}`);
  }
};

/** Reads the policy set that the configuration chooses. Throws ConfigError where the operator's file cannot be read. */
export const readPolicyText = ({ preset, file, egressAllow }: PolicySource): PolicyText => {
  const source = file === undefined ? readFileSync(policyFile(`${preset}.cedar`), 'utf8') : ownText(file);
  const allowed = egressAllow ?? (file === undefined ? allowedByDefault[preset] : loopback);
  const text = source.replaceAll('\r\n', '\n') + egressPolicy(allowed);
  const name = file === undefined ? preset : basename(file, extname(file));
  return { name, text, hash: createHash('sha256').update(text).digest('hex') };
};
