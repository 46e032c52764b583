import fc from 'fast-check';
import type { ServedAnswer } from '@ao/domain-cognition';
import { receipts } from './receipts.js';

const { write, read } = receipts('service-token-0123456789');
const part = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'abcxyz019-'), minLength: 1, maxLength: length });
const answers: fc.Arbitrary<ServedAnswer> = fc.record({
  answerId: fc.uuid(),
  slot: fc.tuple(part(63), part(63)).map((halves) => halves.join('/')),
  label: fc.constantFrom('production', 'candidate'),
  unitId: fc.oneof(fc.constant(''), part(200)),
  configurationHash: fc.oneof(
    fc.constant(''),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
  ),
  slotVersion: fc.nat(),
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)),
  decision: fc.constantFrom('answered', 'abstained', 'escalated'),
  byLabel: fc.boolean(),
});
const refused = expect.objectContaining({
  code: 'invalid_argument',
  violations: [expect.objectContaining({ path: 'receipt' })],
});
const one: ServedAnswer = {
  answerId: '0190a000-0000-7000-8000-000000000000',
  slot: 'recall/qa',
  label: 'production',
  unitId: '',
  configurationHash: '',
  slotVersion: 0,
  confidence: 0.25,
  decision: 'answered',
  byLabel: false,
};

it('says what was served, in at most a kilobyte of text that may stand in a URL', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const receipt = write(answer);
      expect(read(receipt)).toEqual(answer);
      expect(receipt).toMatch(/^v1\.[\w-]+\.[\w-]+$/);
      expect(receipt.length).toBeLessThanOrEqual(1024);
    }),
  );
});

it('holds the longest names that there can be', () => {
  const longest: ServedAnswer = {
    ...one,
    slot: `${'a'.repeat(63)}/${'b'.repeat(63)}`,
    unitId: 'u'.repeat(200),
    configurationHash: 'f'.repeat(64),
    slotVersion: Number.MAX_SAFE_INTEGER,
    confidence: 1.2345678901234567e-300,
    decision: 'abstained',
  };
  expect(write(longest).length).toBeLessThanOrEqual(1024);
  expect(read(write(longest))).toEqual(longest);
});

it('is refused with any one of its characters changed', () => {
  const receipt = write(one);
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'];
  for (const [index, character] of [...receipt].entries())
    for (const other of alphabet.filter((each) => each !== character))
      expect(() => read(`${receipt.slice(0, index)}${other}${receipt.slice(index + 1)}`)).toThrow(refused);
});

it('is refused with the fields of one and the signature of another', () => {
  fc.assert(
    fc.property(answers, answers, (first, second) => {
      fc.pre(first.answerId !== second.answerId);
      const [version, fields] = write(first).split('.');
      expect(() => read([version, fields, write(second).split('.')[2]].join('.'))).toThrow(refused);
    }),
  );
});

it('is refused where another secret signed it, and where it is none', () => {
  expect(() => read(receipts('another-token-0123456789').write(one))).toThrow(refused);
  expect(() => read(write(one).replace('v1', 'v2'))).toThrow(refused);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) =>
      expect(() => read(text)).toThrow(refused),
    ),
  );
  expect(() => read('v1.'.padEnd(5000, 'a'))).toThrow(refused);
});
