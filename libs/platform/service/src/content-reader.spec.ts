import { createHash } from 'node:crypto';
import { contentReference, type Configuration } from '@ao/kernel';
import { contentReader, type ContentSource } from './content-reader.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const texts = ['weak', 'strong', 'long'].map((word) => word.repeat(500));
const reference = (text: string): string => contentReference({ hash: hashOf(text), bytes: text.length });

/** A source that gives one text an answer, and says what it was asked. */
const sourceOf = (held: readonly string[], given = (text: string): string => text) => {
  const asked: (readonly string[])[] = [];
  const source: ContentSource = {
    getContents: async ({ hashes }) => {
      asked.push(hashes);
      const found = held.filter((text) => hashes.includes(hashOf(text))).slice(0, 1);
      return { contents: found.map((text) => ({ hash: hashOf(text), text: given(text) })) };
    },
  };
  return { source, asked };
};

it('gives a configuration its texts, each asked for once', async () => {
  const { source, asked } = sourceOf(texts);
  const reader = contentReader(source);
  const [weak = '', strong = ''] = texts;
  const configuration: Configuration = {
    a: reference(weak),
    b: reference(strong),
    again: reference(weak),
    k: 3,
    on: true,
    say: 'hi',
  };
  const whole = { a: weak, b: strong, again: weak, k: 3, on: true, say: 'hi' };
  expect(await reader.resolve(configuration)).toEqual(whole);
  expect(asked.map((hashes) => hashes.length)).toEqual([2, 1]);
  expect(await reader.resolve(configuration)).toEqual(whole);
  expect(asked).toHaveLength(2);
});

it('asks nobody for a configuration without references', async () => {
  const { source, asked } = sourceOf([]);
  const configuration = { say: 'content:sha256:not-a-reference' };
  expect(await contentReader(source).resolve(configuration)).toBe(configuration);
  expect(asked).toEqual([]);
});

it('refuses a text that is lost, and one that was changed', async () => {
  const [weak = ''] = texts;
  const lost = contentReader(sourceOf([]).source);
  await expect(lost.resolve({ a: reference(weak) })).rejects.toThrow('is not kept any more');
  const changed = contentReader(sourceOf(texts, (text) => `${text}!`).source);
  await expect(changed.resolve({ a: reference(weak) })).rejects.toThrow('is not what its hash says');
});
