import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

describe('the examples of RFC 8785', () => {
  it('serialises literals, numbers and strings (3.2.2)', () =>
    expect(
      canonicalJson(
        JSON.parse(
          '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
        ),
      ),
    ).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ));

  it('sorts the keys by UTF-16 code unit (3.2.3)', () =>
    expect(
      Object.values(
        JSON.parse(
          canonicalJson({
            '\u20ac': 'Euro Sign',
            '\r': 'Carriage Return',
            '\ufb33': 'Hebrew Letter Dalet With Dagesh',
            '1': 'One',
            '\ud83d\ude00': 'Emoji: Grinning Face',
            '\u0080': 'Control',
            '\u00f6': 'Latin Small Letter O With Diaeresis',
          }).replace('"1":"One",', ''),
        ) as object,
      ),
    ).toEqual([
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]));

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
  ])('prints the number %s (appendix B)', (bits, text) =>
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text),
  );
});

class Point {
  readonly x = 1;
}

it.each<[string, unknown]>([
  ['NaN', NaN],
  ['an infinity', -Infinity],
  ['undefined', undefined],
  ['undefined in a list', [undefined]],
  ['a hole in a list', Array(1)],
  ['a function', () => 1],
  ['a bigint', 1n],
  ['a symbol', Symbol('x')],
  ['a Date', new Date(0)],
  ['a Map', new Map([['a', 1]])],
  ['a Set inside', { a: new Set() }],
  ['bytes', new Uint8Array(1)],
  ['an instance of a class', new Point()],
  ['the first half of a surrogate pair', '\ud83d'],
  ['the second half', ['x\ude00']],
  ['half a pair as a key', { '\ud83d': 1 }],
])('refuses %s', (_, value) => expect(() => canonicalJson(value)).toThrow(/canonical JSON form/));

it('leaves out a member that is undefined, as JSON does', () =>
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}'));

it('takes plain objects of another realm, and those without a prototype', () => {
  expect(canonicalJson(runInNewContext('({ b: [1], a: {} })'))).toBe('{"a":{},"b":[1]}');
  expect(canonicalJson(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}');
});

it('says the same of any JSON value however its keys are ordered, and means the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
