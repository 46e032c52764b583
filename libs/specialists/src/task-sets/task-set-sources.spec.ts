import { collect } from '../knowledge/in-memory-knowledge.js';
import { checkDocument, checkItem } from '../scoring/check-item.js';
import type { TaskDocument, TaskItem } from '../specialist.js';
import type { TaskSetSource } from './task-set-source.js';
import { taskSetSources } from './task-set-sources.js';

interface Loaded {
  readonly documents: readonly TaskDocument[];
  readonly items: readonly TaskItem[];
}

const load = async (source: TaskSetSource): Promise<Loaded> => ({
  documents: await collect(source.documents()),
  items: await collect(source.items()),
});

const expected: Readonly<Record<string, { documents: number; items: number; first: string; licence: RegExp }>> = {
  'web-features': { documents: 1204, items: 1202, first: 'a', licence: /^Apache-2\.0$/ },
  'interview-questions': { documents: 550, items: 545, first: 'question-1', licence: /^ISC$/ },
  'spam-assassin': { documents: 0, items: 5789, first: 'spam-1-00201', licence: /^Apache-2\.0 .*CC0/ },
};

describe.each(taskSetSources.map((source) => [source.name, source] as const))('%s', (name, source) => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await load(source);
  });

  it('is the size that is documented', () => {
    expect({
      documents: loaded.documents.length,
      items: loaded.items.length,
      first: loaded.items[0]?.id,
    }).toMatchObject({
      documents: expected[name]?.documents,
      items: expected[name]?.items,
      first: expected[name]?.first,
    });
  });

  it('is read the same way every time', async () => {
    expect(await load(source)).toEqual(loaded);
  });

  it('gives every item and document an id of its own, in the shape of its role', () => {
    expect(new Set(loaded.items.map(({ id }) => id)).size).toBe(loaded.items.length);
    expect(new Set(loaded.documents.map(({ id }) => id)).size).toBe(loaded.documents.length);
    expect(loaded.items.flatMap((item) => checkItem(source.role, { ...item }))).toEqual([]);
    expect(loaded.documents.flatMap((document) => checkDocument({ ...document }))).toEqual([]);
  });

  it('only asks for documents that are there', () => {
    const known = new Set(loaded.documents.map(({ id }) => id));
    const asked = loaded.items.flatMap(({ target }) => (target as { documents?: string[] }).documents ?? []);
    expect(asked.filter((id) => !known.has(id))).toEqual([]);
  });

  it('says where it comes from', () => {
    const { version, licence } = source.provenance();
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(licence).toMatch(expected[name]?.licence ?? /never/);
  });
});

describe('no leak', () => {
  const byName = (name: string): TaskSetSource =>
    taskSetSources.find((source) => source.name === name) as TaskSetSource;
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();

  it.each(['web-features', 'interview-questions'])(
    '%s: no document of an item has the query as its title or in its first line',
    async (name) => {
      const { documents, items } = await load(byName(name));
      const byId = new Map(documents.map((document) => [document.id, document]));
      const leaks = items.filter(({ input, target }) => {
        const query = plain((input as { query: string }).query);
        return (target as { documents: string[] }).documents.some((id) => {
          const { title, text } = byId.get(id) as TaskDocument;
          return plain(title) === query || plain(text.split('\n')[0] ?? '') === query;
        });
      });
      expect(leaks.map(({ id }) => id)).toEqual([]);
    },
  );

  it('spam-assassin: spam and ham are mixed, so that the first items are a fair sample', async () => {
    const { items } = await load(byName('spam-assassin'));
    const spam = items.slice(0, 200).filter(({ target }) => (target as { label: string }).label === 'spam').length;
    expect(spam).toBeGreaterThan(40);
    expect(spam).toBeLessThan(80);
  });

  it('spam-assassin: no header but the subject is left (one spam has a whole mail pasted into its body), and no body comes twice', async () => {
    const { items } = await load(byName('spam-assassin'));
    const inputs = items.map(({ input }) => input as { subject: string; text: string });
    expect(
      inputs.filter(({ text }) => /^(received|return-path|x-spam-status|delivered-to):/iu.test(text)),
    ).toHaveLength(1);
    expect(new Set(inputs.map(({ text }) => text)).size).toBe(items.length);
    expect(Math.max(...inputs.map(({ text }) => text.length))).toBeLessThanOrEqual(4000);
  });
});
