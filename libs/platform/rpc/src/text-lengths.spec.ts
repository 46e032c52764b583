import { textLimits } from '@ao/kernel';
import { checkTextLengths } from './text-lengths.js';

const long = 'x'.repeat(1_000_000);

it.each([
  ['a reason', { jobId: 'j1', reason: long }, 'reason', textLimits.reason],
  ['an id', { jobId: long }, 'job_id', textLimits.id],
  ['a text in a message', { request: { principal: 'p', resource: long } }, 'request.resource', textLimits.id],
  ['a text in a list', { topics: ['a', long] }, 'topics[1]', textLimits.id],
  ['a value of a map', { filters: { status: long } }, 'filters.status', textLimits.id],
])('refuses %s that is too long, and names its limit', (_, request, path, most) => {
  expect(() => checkTextLengths(request)).toThrow(
    expect.objectContaining({
      code: 'invalid_argument',
      violations: [{ path, message: `has 1000000 characters, ${most} are the most` }],
    }),
  );
});

it.each([
  ['a reason of the longest length', { reason: 'x'.repeat(textLimits.reason) }],
  ['an input, which is its task set owner’s', { slot: 'a/b', input: { text: long } }],
  ['a manifest, which has rules of its own', { manifest: { patches: [{ result: { prompt: long } }] } }],
  ['bytes and numbers', { bytes: Buffer.from(long), seed: 7, flag: true, nothing: undefined }],
])('lets pass %s', (_, request) => expect(() => checkTextLengths(request)).not.toThrow());
