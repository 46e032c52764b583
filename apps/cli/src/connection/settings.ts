import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { address, loadConfig } from '@ao/config';

const schema = z.object({
  AO_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  AO_GRPC_ADDRESS: address.optional(),
  AO_TOKEN: z.string().optional(),
  AO_DATA_DIR: z.string().default('.ao'),
});

/** Where the platform is and what opens it. */
export interface Connection {
  /** No slash at the end. */
  readonly url: string;
  /** "host:port". */
  readonly grpcAddress: string;
  /** Empty: none was found. */
  readonly token: string;
  /** The file that holds the token when AO_TOKEN does not. */
  readonly tokenFile: string;
}

const tokenIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
};

/** Where the platform of a data directory listens, as it wrote down when it started. */
const addressesIn = (dataDir: string): { readonly http?: string; readonly grpc?: string } => {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'addresses.json'), 'utf8')) as { http: string; grpc: string };
  } catch {
    return {};
  }
};

/** Reads the addresses and the token from the environment, else from what the platform left in its data directory. Throws ConfigError. */
export const connectionOf = (env: NodeJS.ProcessEnv): Connection => {
  const { AO_URL, AO_GRPC_ADDRESS, AO_TOKEN, AO_DATA_DIR } = loadConfig(schema, env);
  const { http = '127.0.0.1:8787', grpc = '127.0.0.1:8788' } = addressesIn(AO_DATA_DIR);
  const tokenFile = join(AO_DATA_DIR, 'admin-token');
  return {
    url: (AO_URL ?? `http://${http}`).replace(/\/+$/u, ''),
    grpcAddress: AO_GRPC_ADDRESS ?? grpc,
    token: AO_TOKEN ?? tokenIn(tokenFile),
    tokenFile,
  };
};
