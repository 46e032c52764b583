import { createServer, type AddressInfo } from 'node:net';
import { DomainError } from '@ao/kernel';
import { requireFreePort, startProblem } from './start-problem.js';

const host = '127.0.0.1';

it('names a taken port and the variable that helps', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const error = await requireFreePort(host, port, 'AO_HTTP_PORT').catch((thrown: unknown) => thrown);
  expect(startProblem(error)).toBe(
    `port ${port} on 127.0.0.1 is taken by another program: set AO_HTTP_PORT to another port, or to 0`,
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePort(host, port, 'AO_HTTP_PORT')).resolves.toBeUndefined();
});

it.each([
  ['a folder in use', new DomainError('failed_precondition', 'The data directory /d is in use by process 7.')],
  ['an away database', new DomainError('unavailable', 'Postgres cannot be reached: connect ECONNREFUSED.')],
  [
    'a folder that may not be written',
    Object.assign(new Error("EACCES: permission denied, mkdir '/d'"), { code: 'EACCES' }),
  ],
])('says %s in one line', (_, error) => expect(startProblem(error)).toBe(error.message));

it('says a full disk, whoever met it', () => {
  const node = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const initdb = new DomainError(
    'internal',
    'initdb could not make a cluster:\ncould not write: No space left on device',
  );
  expect(startProblem(node)).toBe('the disk is full: ENOSPC: no space left on device, write');
  expect(startProblem(initdb)).toBe('the disk is full: could not write: No space left on device');
});

it('shows where a fault of the program is', () =>
  expect(startProblem(new Error('oops'))).toContain('start-problem.spec'));
