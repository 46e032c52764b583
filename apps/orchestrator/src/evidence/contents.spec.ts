import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { canonicalJson, contentReference } from '@ao/kernel';
import { verifyArchive } from '@ao/verifier';
import { archiveLines, type ArchiveEntry } from './archive-lines.js';
import { exportJob } from './export-job.js';
import { requested, storeOf } from './history.fixture.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const prompt = 'You look at a coin and say what it shows. '.repeat(100);
const named = (text: string): string => contentReference({ hash: sha256(text), bytes: Buffer.byteLength(text) });
const configuration = { prompt: named(prompt), k1: 1.2 };
const scheduled = {
  type: 'TrialScheduled',
  data: { trialId: 't', configuration, configurationHash: sha256(canonicalJson(configuration)) },
};
const completed = { type: 'TrainingCompleted', data: { outcome: 'held', reason: 'nothing better' } };

const exported = async (): Promise<{ kind: ArchiveEntry['kind']; data: object }[]> => {
  const store = await storeOf({ 'job-j1': [requested, scheduled, scheduled, completed] });
  const asked: string[] = [];
  const chunks: Buffer[] = [];
  const textsOf = async (hashes: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    asked.push(...hashes);
    return new Map([[sha256(prompt), prompt]]);
  };
  for await (const chunk of exportJob(store, 'j1', textsOf)) chunks.push(chunk);
  expect(asked).toEqual([sha256(prompt)]);
  const lines = gunzipSync(Buffer.concat(chunks)).toString('utf8').trimEnd().split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as { kind: ArchiveEntry['kind']; data: object });
};

/** What verify finds at the lines of these kinds, with every hash of the chain written anew. */
const found = async (entries: readonly ArchiveEntry[]): Promise<readonly string[]> => {
  const lines = [...archiveLines(entries)].map((line) => line.trimEnd());
  const { differences } = await verifyArchive(lines);
  return differences
    .filter(({ line }) => /configuration|content/u.test(entries[line - 1]?.kind ?? ''))
    .map(({ what }) => what);
};

it('carries each long text once, behind the configurations, and verifies', async () => {
  const entries = await exported();
  expect(entries.map(({ kind }) => kind).slice(0, 5)).toEqual([
    'archive',
    'task_set',
    'configuration',
    'content',
    'event',
  ]);
  expect(entries[3]?.data).toEqual({ hash: sha256(prompt), text: prompt });
  expect(await found(entries)).toEqual([]);
});

it('is found out where a text was changed, is missing, or belongs to nothing', async () => {
  const entries = await exported();
  const changed = `${prompt.slice(0, -1)}!`;
  expect(await found(entries.with(3, { kind: 'content', data: { hash: sha256(prompt), text: changed } }))).toEqual([
    `expected the text of hash ${sha256(prompt)}, found one of hash ${sha256(changed)}`,
  ]);
  expect(await found(entries.toSpliced(3, 1))).toEqual([
    `expected a line of kind content with the text ${sha256(prompt)}, found none`,
  ]);
  expect(await found(entries.toSpliced(4, 0, { kind: 'content', data: { hash: sha256('x'), text: 'x' } }))).toEqual([
    `expected a text that a configuration names, found ${sha256('x')}`,
  ]);
});
