import { names, type SearchSpace } from '@ao/kernel';
import { checkConfiguration, checkSearchSpace, everyConfiguration, spaceSize } from './search-space.js';

const space: SearchSpace = [
  { name: 'k1', description: '', kind: 'float', min: 0, max: 3 },
  { name: 'ngram', description: '', kind: 'int', min: 1, max: 3 },
  { name: 'combine', description: '', kind: 'choice', values: ['or', 'and'] },
  { name: 'stem', description: '', kind: 'toggle' },
];
const right = { k1: 1.2, ngram: 2, combine: 'or', stem: true };

describe('checkConfiguration', () => {
  it('accepts a point of the space, bounds included', () => {
    expect(checkConfiguration(space, right)).toEqual([]);
    expect(checkConfiguration(space, { ...right, k1: 0, ngram: 3 })).toEqual([]);
  });

  it.each([
    [{ k1: 3.1 }, 'k1', 'must be a number from 0 to 3, not 3.1'],
    [{ k1: '1' }, 'k1', 'must be a number from 0 to 3, not "1"'],
    [{ k1: NaN }, 'k1', 'must be a number from 0 to 3, not NaN'],
    [{ ngram: 1.5 }, 'ngram', 'must be a whole number from 1 to 3, not 1.5'],
    [{ combine: 'xor' }, 'combine', 'must be one of "or", "and", not "xor"'],
    [{ combine: null }, 'combine', 'must be one of "or", "and", not null'],
    [{ stem: 1 }, 'stem', 'must be true or false, not 1'],
    [{ k1: undefined }, 'k1', 'is missing: give a number from 0 to 3'],
    [{ color: 'red' }, 'color', 'is no parameter of this space: it has k1, ngram, combine, stem'],
  ])('refuses %j', (change, path, message) =>
    expect(checkConfiguration(space, { ...right, ...change })).toEqual([{ path, message }]),
  );

  it('names everything that is missing, and is not fooled by what objects inherit', () => {
    expect(checkConfiguration(space, {}).map(({ path }) => path)).toEqual(['k1', 'ngram', 'combine', 'stem']);
    expect(checkConfiguration([{ name: 'toString', description: '', kind: 'toggle' }], {})).toEqual([
      { path: 'toString', message: 'is missing: give true or false' },
    ]);
  });
});

describe('checkSearchSpace', () => {
  it('accepts a space', () => expect(checkSearchSpace(space)).toEqual([]));

  it.each([
    [
      { name: 'a', description: '', kind: 'float', min: 2, max: 1 },
      '0',
      'a needs finite bounds with min at most max, not 2 and 1',
    ],
    [
      { name: 'a', description: '', kind: 'float', min: 0, max: 1, log: true },
      '0',
      'a needs a min above 0 for a logarithmic scale, not 0',
    ],
    [{ name: 'a', description: '', kind: 'int', min: 0.5, max: 2 }, '0', 'a needs whole bounds, not 0.5 and 2'],
    [{ name: 'a', description: '', kind: 'choice', values: [] }, '0', 'a needs one value or more, each once'],
    [{ name: '', description: '', kind: 'toggle' }, '0.name', `${names.parameter.demand}, not ""`],
  ] as const)('refuses %j', (parameter, path, message) =>
    expect(checkSearchSpace([parameter])).toEqual([{ path, message }]),
  );

  it('refuses a name that is there already', () =>
    expect(checkSearchSpace([...space, ...space.slice(0, 1)])).toEqual([
      { path: '4.name', message: 'k1 is there already' },
    ]));
});

describe('the size of a space', () => {
  it('is that of its list of points', () => {
    const finite = space.slice(1);
    expect(spaceSize(finite)).toBe(12);
    const points = everyConfiguration(finite);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(12);
    for (const point of points) expect(checkConfiguration(finite, point)).toEqual([]);
  });

  it('is endless with a continuous parameter and one without any', () => {
    expect(spaceSize(space)).toBe(Infinity);
    expect(spaceSize([])).toBe(1);
  });
});
