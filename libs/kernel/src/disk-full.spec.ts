import { diskFull, isDiskFull } from './disk-full.js';
import { DomainError } from './domain-error.js';

it('tells a full disk from a limit of the platform, though both are resource_exhausted', () => {
  const error = diskFull('Postgres could not write');
  expect(error).toMatchObject({
    code: 'resource_exhausted',
    message: 'the disk is full: Postgres could not write. Make room, and try again.',
  });
  expect(isDiskFull(error)).toBe(true);
  // As it comes out of a gRPC call: the same code and text, another object.
  expect(isDiskFull(new DomainError(error.code, error.message))).toBe(true);
  expect(isDiskFull(new DomainError('resource_exhausted', 'at most 10 requests a minute'))).toBe(false);
});
