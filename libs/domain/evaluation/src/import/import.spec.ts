import fc from 'fast-check';
import { arrayReader } from './array-elements.js';
import { duplicateKey } from './duplicate-key.js';
import type { JsonObject } from '@ao/kernel';
import { mappedRow, readMapping, unusedFields } from './mapping.js';
import { formatOf, suggestion } from './suggestion.js';

const elementsOf = (text: string, size: number): unknown[] => {
  const reader = arrayReader(10_000);
  const found: unknown[] = [];
  for (let start = 0; start < text.length; start += size)
    for (const { text: element } of reader.push(text.slice(start, start + size))) found.push(JSON.parse(element));
  reader.end();
  return found;
};

describe('one JSON array', () => {
  it('gives the elements of any array, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.constantFrom(0, 1),
        fc.integer({ min: 1, max: 30 }),
        (values, indent, size) => {
          const text = JSON.stringify(values, undefined, indent);
          expect(elementsOf(text, size)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('says on which line an element begins', () => {
    const reader = arrayReader(100);
    expect(reader.push('[\n {"a":\n1},\n\n{"b":2}]\n').map(({ line }) => line)).toEqual([2, 5]);
  });

  it.each([
    ['', 'line 1 holds no array'],
    ['{"a":1}', 'line 1 begins with something that is no array'],
    ['[1,\n2', 'line 2 is the last, and the array has no end'],
    ['[1,,2]', 'line 1 has , where an element should be'],
    ['[1,]', 'line 1 has ] where an element should be'],
    ['[1]\n[2]', 'line 2 holds more after the end of the array'],
    ['[1}]', 'line 1 closes with } what was not opened'],
    [`["${'x'.repeat(200)}"]`, 'line 1 begins an element of more than 100 characters'],
  ])('refuses %j', (text, message) => {
    const reader = arrayReader(100);
    expect(() => {
      for (const character of text) reader.push(character);
      reader.end();
    }).toThrow(message);
  });
});

describe('duplicate keys', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":{"b":1},"c":[{"d":1,"d" : 2}]}', 'd'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"a":{"a":1},"b":[{"a":1},{"a":1}],"c":"a"}', undefined],
    ['["a","a"]', undefined],
    ['{"a\\"":1,"a":2}', undefined],
    ['{"a":"x\\\\","b":"\\"b\\":"}', undefined],
  ])('finds in %s: %j', (text, key) => {
    expect(duplicateKey(text)).toBe(key);
  });

  it('finds none in what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => duplicateKey(JSON.stringify(value, undefined, 1)) === undefined));
  });

  it('finds every key that is written twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (key, value) => {
        const pair = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
        expect(duplicateKey(`{"x":[{${pair},${pair}}]}`)).toBe(key);
      }),
    );
  });
});

describe('mapping', () => {
  const map = (row: JsonObject, ...entries: string[]) => mappedRow(row, readMapping(entries));

  it('takes fields, paths into them, and columns whose names have dots', () => {
    const row = { question: 'why', vars: { topic: 'rates' }, assert: [{ value: 'moon' }], 'a.b': 'dotted', n: '7' };
    expect(
      map(row, 'input.text=question', 'target=assert.0.value', 'metadata.topic=vars.topic', 'metadata.x=a.b'),
    ).toEqual({ input: { text: 'why' }, target: 'moon', metadata: { topic: 'rates', x: 'dotted' } });
    expect(map(row, 'id=n', 'input:number=n', 'target:json=n')).toEqual({ id: '7', input: 7, target: 7 });
  });

  it('collects several answers in one list, without the empty ones', () => {
    expect(map({ a: 'x', b: '', c: 'y' }, 'target[]=a', 'target[]=b', 'target[]=c')).toEqual({ target: ['x', 'y'] });
  });

  it.each([
    ['input', 'PART=FIELD'],
    ['text=question', 'begin with id, input, target or metadata'],
    ['id.x=a', 'begin with'],
    ['input.__proto__=a', 'begin with'],
    ['input:date=a', 'begin with'],
  ])('refuses %s', (entry, message) => {
    expect(() => readMapping([entry])).toThrow(message);
  });

  it('refuses two sources for one place', () => {
    expect(() => readMapping(['input=a', 'input.text=b'])).toThrow('mapped already');
    expect(() => readMapping(['input=a', 'input=b'])).toThrow('mapped already');
    expect(() => readMapping(['target=a', 'target[]=b'])).toThrow('mapped already');
  });

  it('says which text is no number and no JSON', () => {
    expect(() => map({ n: 'x' }, 'target:number=n')).toThrow('"x" as n, which is no number');
    expect(() => map({ n: '{' }, 'target:json=n')).toThrow('no JSON as n');
  });

  it('knows which fields are not used', () => {
    expect(unusedFields(['a', 'b', 'c'], readMapping(['input=a.x', 'target=b']))).toEqual(['c']);
  });
});

describe('what a file looks like', () => {
  it.each([
    ['\uFEFF [', 'json'],
    ['\n{"a"', 'jsonl'],
    ['id,input', 'csv'],
    [' \n', undefined],
  ])('%j: %s', (beginning, format) => {
    expect(formatOf(beginning)).toBe(format);
  });

  it.each([
    ['jsonl', 'chat', ['description', 'vars', 'assert'], 'promptfoo'],
    ['jsonl', 'chat', ['id', 'input', 'choices', 'target'], '--map id=id,input.question=input,input.choices=choices'],
    ['csv', 'validation', ['text', 'label'], 'this is CSV with "text", "label"'],
    ['csv', 'validation', ['text', 'label'], '--map input.text=text,target.label=label'],
    ['csv', 'recall', ['id', 'query', 'doc'], '--map id=id,input.query=query,target.documents[]=doc'],
    ['csv', 'chat', ['topic', '__expected'], '--map input=topic,target=__expected'],
  ] as const)('%s for %s with %j', (format, role, fields, text) => {
    expect(suggestion(format, role, fields)).toContain(text);
  });
});
