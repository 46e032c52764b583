import { diskFull, DomainError, errorCodes } from '@ao/kernel';
import { PoisonFact } from '../poison-fact.js';
import { failureOf } from './failure.js';

const withCode = (code: unknown): Error => Object.assign(new Error('failed'), { code });

describe('what an error says about the facts', () => {
  it.each([
    'unavailable',
    'aborted',
    14,
    10,
    'ECONNREFUSED',
    'CONNECTION_CLOSED',
    '40001',
    '40P01',
    '08006',
    '57P01',
    '53300',
    '55P03',
  ])('nothing, with code %s', (code) => {
    expect(failureOf(withCode(code))).toEqual({ kind: 'transient' });
  });

  it('nothing, with a full disk', () => {
    expect(failureOf(diskFull('Postgres could not write'))).toEqual({ kind: 'transient' });
  });

  it('which one can never be handled', () => {
    expect(failureOf(new PoisonFact('fact-7', 'no such job'))).toEqual({ kind: 'poison', factId: 'fact-7' });
    expect(failureOf(Object.assign(new Error('of another copy'), { name: 'PoisonFact', factId: 'fact-8' }))).toEqual({
      kind: 'poison',
      factId: 'fact-8',
    });
  });

  it('that one of them can never be handled', () => {
    expect(failureOf(new DomainError('invalid_argument', 'no job'))).toEqual({ kind: 'poison', factId: undefined });
  });

  it('perhaps something, with anything else', () => {
    const others = errorCodes.filter((code) => !['unavailable', 'aborted', 'invalid_argument'].includes(code));
    const errors = [
      ...others.map((code) => new DomainError(code, 'x')),
      new TypeError('x'),
      withCode('23505'),
      withCode(3),
      'text',
      undefined,
      null,
    ];
    for (const error of errors) expect(failureOf(error)).toEqual({ kind: 'unknown' });
  });
});
