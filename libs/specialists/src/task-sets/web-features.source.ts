import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskDocument, TaskItem } from '../specialist.js';
import { folderOf, manifestIn } from './installed-package.js';
import type { TaskSetSource } from './task-set-source.js';

interface Feature {
  readonly kind: string;
  readonly name: string;
  readonly description: string;
  readonly group?: readonly string[];
  readonly spec?: readonly string[];
  readonly compat_features?: readonly string[];
}

interface WebFeatures {
  readonly features: Readonly<Record<string, Feature>>;
  readonly groups: Readonly<Record<string, { readonly name: string }>>;
}

const folder = (): string => folderOf('web-features/data.json');
const read = async (): Promise<WebFeatures> =>
  JSON.parse(await readFile(join(folder(), 'data.json'), 'utf8')) as WebFeatures;

/** Features proper, without the redirects of those that moved or were split. */
const featuresOf = ({ features }: WebFeatures): readonly (readonly [string, Feature])[] =>
  Object.entries(features).filter(([, { kind }]) => kind === 'feature');

/** All that is known of a feature but its description. */
const textOf = (
  id: string,
  { compat_features = [], group = [], spec = [] }: Feature,
  { groups }: WebFeatures,
): string => [id, ...compat_features, ...group.map((key) => groups[key]?.name ?? key), ...spec].join('\n');

async function* documents(): AsyncGenerator<TaskDocument> {
  const data = await read();
  for (const [id, feature] of featuresOf(data)) yield { id, title: feature.name, text: textOf(id, feature, data) };
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** One item per feature, but for the few whose description is nothing but their name. */
async function* items(): AsyncGenerator<TaskItem> {
  for (const [id, { name, description, group = [] }] of featuresOf(await read())) {
    if (lettersOf(name) === lettersOf(description)) continue;
    yield { id, input: { query: description }, target: { documents: [id] }, metadata: { groups: group } };
  }
}

/** Recall: the description of a feature of the Web platform -> the feature, among some 1,200. */
export const webFeatures: TaskSetSource = {
  name: 'web-features',
  role: 'recall',
  provenance: () => {
    const { name, version, license } = manifestIn(folder());
    return { package: name, version, licence: license };
  },
  documents,
  items,
};
