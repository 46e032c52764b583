/** Writes .env with fresh secrets for docker compose; an existing file is left alone. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const secret = () => randomBytes(24).toString('base64url');
const lines = ['AO_POSTGRES_PASSWORD', 'AO_ADMIN_TOKEN', 'AO_SERVICE_TOKEN'].map((name) => `${name}=${secret()}\n`);
try {
  writeFileSync('.env', lines.join(''), { mode: 0o600, flag: 'wx' });
  process.stdout.write('.env holds fresh secrets now. Next: docker compose up --build\n');
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  process.stdout.write('.env is there already and was left as it is.\n');
}
