import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionOf } from './settings.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ao-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('falls back to the usual addresses and to no token', () => {
  expect(connectionOf({ AO_DATA_DIR: folder })).toEqual({
    url: 'http://127.0.0.1:8787',
    grpcAddress: '127.0.0.1:8788',
    token: '',
    tokenFile: join(folder, 'admin-token'),
  });
});

it('takes what the platform left in its data directory', () => {
  writeFileSync(join(folder, 'admin-token'), 'kept-token\n');
  writeFileSync(join(folder, 'addresses.json'), JSON.stringify({ http: '127.0.0.1:1234', grpc: '127.0.0.1:1235' }));
  expect(connectionOf({ AO_DATA_DIR: folder })).toMatchObject({
    url: 'http://127.0.0.1:1234',
    grpcAddress: '127.0.0.1:1235',
    token: 'kept-token',
  });
});

it('lets the environment decide', () => {
  writeFileSync(join(folder, 'admin-token'), 'kept-token\n');
  const env = {
    AO_DATA_DIR: folder,
    AO_URL: 'https://ao.example:9/',
    AO_GRPC_ADDRESS: 'ao.example:10',
    AO_TOKEN: 'given',
  };
  expect(connectionOf(env)).toMatchObject({
    url: 'https://ao.example:9',
    grpcAddress: 'ao.example:10',
    token: 'given',
  });
});

it('names a variable that is wrong', () => {
  expect(() => connectionOf({ AO_URL: 'nonsense', AO_GRPC_ADDRESS: 'http://x' })).toThrow(
    /AO_URL: must be an http.*\n.*AO_GRPC_ADDRESS: must be "host:port"/u,
  );
});
