import type { TaskDocument, TaskItem } from '@ao/specialists';
import { readJson, readLines } from './data.js';

/** A corpus and questions to it. */
export interface RetrievalSet {
  readonly name: string;
  readonly documents: readonly TaskDocument[];
  readonly items: readonly TaskItem[];
}

const itemOf = (id: string, query: string, documents: readonly string[]): TaskItem => ({
  id,
  input: { query },
  target: { documents },
});

interface Squad {
  readonly data: readonly {
    readonly paragraphs: readonly {
      readonly context: string;
      readonly qas: readonly { readonly id: string; readonly question: string }[];
    }[];
  }[];
}

const xquad = (folder: string): RetrievalSet => {
  const paragraphs = readJson<Squad>(folder, 'xquad', 'xquad.en.json').data.flatMap((article) => article.paragraphs);
  return {
    name: 'xquad',
    documents: paragraphs.map(({ context }, number) => ({ id: `p${number}`, title: '', text: context })),
    items: paragraphs.flatMap(({ qas }, number) => qas.map(({ id, question }) => itemOf(id, question, [`p${number}`]))),
  };
};

/** The paragraphs from one number to another, with the questions to them: a small set. */
const part = ({ name, documents, items }: RetrievalSet, from: number, to: number): RetrievalSet => {
  const kept = new Set(documents.slice(from, to).map(({ id }) => id));
  return {
    name: `${name} ${from} to ${to}`,
    documents: documents.slice(from, to),
    items: items.filter(({ target }) => (target as { documents: string[] }).documents.every((id) => kept.has(id))),
  };
};

interface Asked {
  readonly id: string;
  readonly question: readonly (readonly { readonly role: string; readonly content: string }[])[];
}

const questionOf = ({ question }: Asked): string => question[0]?.[0]?.content ?? '';

interface FunctionDescription {
  readonly name: string;
  readonly description: string;
  readonly parameters: { readonly properties: Readonly<Record<string, { readonly description?: string }>> };
}

const textOf = ({ description, parameters }: FunctionDescription): string =>
  [
    description,
    ...Object.entries(parameters.properties).map(([name, { description: about }]) => `${name}: ${about ?? ''}`),
  ].join(' ');

/** Which of all functions answers a request. */
const functions = (folder: string): RetrievalSet => {
  const asked = readLines<Asked & { readonly function: readonly FunctionDescription[] }>(
    folder,
    'bfcl',
    'BFCL_v4_multiple.json',
  );
  const answers = new Map(
    readLines<{ readonly id: string; readonly ground_truth: readonly Record<string, unknown>[] }>(
      folder,
      'bfcl',
      'possible_answer',
      'BFCL_v4_multiple.json',
    ).map(({ id, ground_truth }) => [id, Object.keys(ground_truth[0] ?? {})[0]]),
  );
  const numbers = new Map<string, TaskDocument>();
  const documentOf = (described: FunctionDescription): TaskDocument => {
    const key = JSON.stringify(described);
    const known = numbers.get(key) ?? { id: `f${numbers.size}`, title: described.name, text: textOf(described) };
    numbers.set(key, known);
    return known;
  };
  const items = asked.map((question) => {
    const documents = question.function.map(documentOf);
    const right = documents.filter(({ title }) => title === answers.get(question.id));
    return itemOf(
      question.id,
      questionOf(question),
      right.map(({ id }) => id),
    );
  });
  return { name: 'bfcl multiple', documents: [...numbers.values()], items };
};

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();

const scenarios = ['customer', 'finance', 'healthcare', 'notetaker', 'student'];

/** Which message of a conversation answers a question; questions whose source is no message word for word are left out. */
const memory = (folder: string, scenario: string): RetrievalSet => {
  const messages = readLines<Asked>(folder, 'bfcl', 'memory_prereq_conversation', `memory_${scenario}.json`)
    .flatMap(({ question }) => question.flat())
    .filter(({ role }) => role === 'user');
  const documents = messages.map(({ content }, number) => ({ id: `${scenario}${number}`, title: '', text: content }));
  const sources = new Map(
    readLines<{ readonly id: string; readonly source: string }>(
      folder,
      'bfcl',
      'possible_answer',
      'BFCL_v4_memory.json',
    ).map(
      ({ id, source }) =>
        [
          id,
          source
            .split(/\.\.\.+|…/u)
            .map(plain)
            .filter((each) => each !== ''),
        ] as const,
    ),
  );
  const items = readLines<Asked & { readonly scenario: string }>(folder, 'bfcl', 'BFCL_v4_memory.json')
    .filter((question) => question.scenario === scenario)
    .map((question) => {
      const parts = sources.get(question.id) ?? [];
      const right = documents.filter(
        ({ text }) => parts.length > 0 && parts.every((each) => plain(text).includes(each)),
      );
      return itemOf(
        question.id,
        questionOf(question),
        right.map(({ id }) => id),
      );
    });
  return {
    name: `bfcl memory ${scenario}`,
    documents,
    items: items.filter(({ target }) => (target as { documents: string[] }).documents.length > 0),
  };
};

/** The retrieval sets of xquad and bfcl, small ones too. */
export const retrievalSets = (folder: string): readonly RetrievalSet[] => {
  const whole = xquad(folder);
  const memories = scenarios.map((scenario) => memory(folder, scenario));
  return [
    whole,
    part(whole, 0, 20),
    part(whole, 20, 40),
    part(whole, 40, 60),
    functions(folder),
    ...memories,
    {
      name: 'bfcl memory',
      documents: memories.flatMap(({ documents }) => documents),
      items: memories.flatMap(({ items }) => items),
    },
  ];
};
