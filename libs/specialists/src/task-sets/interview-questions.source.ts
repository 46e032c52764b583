import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskDocument, TaskItem } from '../specialist.js';
import { folderOf, manifestIn } from './installed-package.js';
import type { TaskSetSource } from './task-set-source.js';

interface Question {
  readonly title: string;
  readonly level: string;
  /** Topics, comma-separated. */
  readonly theme: string;
  /** Markdown; begins with a heading that repeats the question. */
  readonly text: string;
}

const folder = (): string => folderOf('interview-questions/question.json');
const read = async (): Promise<readonly Question[]> =>
  JSON.parse(await readFile(join(folder(), 'question.json'), 'utf8')) as readonly Question[];

/** The answer without its heading, which would give the question away. */
const answerOf = ({ text }: Question): string => text.replace(/^\s*#[^\n]*\n+/u, '').trim();

const idOf = (index: number): string => `answer-${index + 1}`;

async function* documents(): AsyncGenerator<TaskDocument> {
  for (const [index, question] of (await read()).entries())
    yield { id: idOf(index), title: question.theme, text: answerOf(question) };
}

/** One item per different question; a question that is asked twice has two right answers. */
async function* items(): AsyncGenerator<TaskItem> {
  const questions = await read();
  const answers = new Map<string, number[]>();
  questions.forEach(({ title }, index) => answers.set(title.trim(), [...(answers.get(title.trim()) ?? []), index]));
  for (const [query, indexes] of answers) {
    const first = indexes[0] ?? 0;
    yield {
      id: `question-${first + 1}`,
      input: { query },
      target: { documents: indexes.map(idOf) },
      metadata: { level: questions[first]?.level ?? '' },
    };
  }
}

/** Recall: the question of a web interview -> its answer among 550. A document's title is its topics, never the question. */
export const interviewQuestions: TaskSetSource = {
  name: 'interview-questions',
  role: 'recall',
  provenance: () => {
    const { name, version, license } = manifestIn(folder());
    return { package: name, version, licence: license };
  },
  documents,
  items,
};
