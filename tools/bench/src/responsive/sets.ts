import type { evaluation } from '@ao/contracts';
import { rngOf, uniform } from '@ao/science';
import { clincSubset } from '../recall/labelled-sets.js';
import type { ChildPlatform } from './child-platform.js';

type Part = evaluation.ImportTaskSetRequest;

const linesAtOnce = 500;

const lines = (rows: readonly object[]): Buffer => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

const batches = (rows: readonly object[]): Buffer[] =>
  Array.from({ length: Math.ceil(rows.length / linesAtOnce) }, (_, batch) =>
    lines(rows.slice(batch * linesAtOnce, (batch + 1) * linesAtOnce)),
  );

const header = (name: string, role: string): Part => ({
  part: { $case: 'header', value: { name, role, licence: '' } },
});

/** Imports a part of clinc150 with so many labels, as a task set for mail-guard. */
export const importIntents = async (platform: ChildPlatform, folder: string, labels: number): Promise<string> => {
  const name = `intents-${labels}`;
  const { train, dev, test } = clincSubset(folder, labels, 50);
  const rows = [...train, ...dev, ...test].map(([text, label], id) => ({
    id: `${id}`,
    input: { text },
    target: { label },
  }));
  await platform.taskSets.importTaskSet(
    (async function* () {
      yield header(name, 'validation');
      for (const items of batches(rows)) yield { part: { $case: 'items', value: items } };
    })(),
    { deadlineMs: 300_000 },
  );
  return name;
};

const words = 5_000;
const documentWords = 120;

/** Imports made-up texts for recall: so many documents of 120 words whose frequencies fall as in a language, and a question for every tenth. */
export const importDocuments = async (platform: ChildPlatform, documents: number): Promise<string> => {
  const rng = rngOf(1, 'responsive', 'documents');
  const word = (): string => `word${Math.floor(words ** uniform(rng))}`;
  const texts = Array.from({ length: documents }, (_, id) => ({
    id: `d${id}`,
    title: `document ${id}`,
    text: Array.from({ length: documentWords }, word).join(' '),
  }));
  const questions = texts
    .filter((_, id) => id % 10 === 0)
    .map(({ id, text }) => ({
      id,
      input: { query: text.split(' ').slice(20, 28).join(' ') },
      target: { documents: [id] },
    }));
  await platform.taskSets.importTaskSet(
    (async function* () {
      yield header('documents', 'recall');
      for (const each of batches(texts)) yield { part: { $case: 'documents', value: each } };
      for (const items of batches(questions)) yield { part: { $case: 'items', value: items } };
    })(),
    { deadlineMs: 300_000 },
  );
  return 'documents';
};
