import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessTokens } from '@ao/rpc';

/** The tokens, and where the administrator's is kept. */
export interface KeptTokens {
  readonly access: AccessTokens;
  readonly adminTokenFile: string;
}

/** The token in the file; made at the first start. Readable by its owner alone. */
const kept = (file: string): string => {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
};

/** Tokens of one data directory; a token from the environment takes the place of the kept one, in its file too. */
export const keptTokens = (
  dataDir: string,
  given: { readonly admin?: string; readonly viewer?: string; readonly application?: string },
): KeptTokens => {
  mkdirSync(dataDir, { recursive: true });
  const adminTokenFile = join(dataDir, 'admin-token');
  if (given.admin !== undefined) writeFileSync(adminTokenFile, `${given.admin}\n`, { mode: 0o600 });
  const admin = kept(adminTokenFile);
  const viewer = given.viewer ?? kept(join(dataDir, 'viewer-token'));
  const application = given.application ?? kept(join(dataDir, 'application-token'));
  return { access: { admin, viewer, application, service: kept(join(dataDir, 'service-token')) }, adminTokenFile };
};
