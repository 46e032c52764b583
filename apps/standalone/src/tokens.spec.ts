import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptTokens } from './tokens.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ao-tokens-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('makes a token for each right at the first start, and keeps them', () => {
  const first = keptTokens(directory, {});
  expect(new Set(Object.values(first.access)).size).toBe(4);
  for (const token of Object.values(first.access)) expect(token.length).toBeGreaterThanOrEqual(40);
  expect(keptTokens(directory, {})).toEqual(first);
});

it("takes what the environment gives; the administrator's is kept for the command line", () => {
  const given = { admin: 'a'.repeat(20), viewer: 'v'.repeat(20), application: 'p'.repeat(20) };
  const { access, adminTokenFile } = keptTokens(directory, given);
  expect(access).toMatchObject(given);
  expect(readFileSync(adminTokenFile, 'utf8').trim()).toBe(given.admin);
  expect(keptTokens(directory, {}).access.admin).toBe(given.admin);
});

it('lets nobody but the owner read them', () => {
  const { adminTokenFile } = keptTokens(join(directory, 'new'), {});
  expect(statSync(adminTokenFile).mode & 0o077).toBe(0);
});
