import { taskSet, type TaskSetEvent, type TaskSetVersion } from '@ao/domain-evaluation';
import { DomainError, isDomainError, type Role } from '@ao/kernel';
import type { EventMetadata } from '@ao/event-store';
import { waitInLine, type Database } from '../database.js';
import { contentOf, danglingTargets, discardContent, publishContent } from './content.store.js';
import { mostProblems, problems, type Problems } from './problems.js';
import { openStaging, type StagedContent, type Staging } from './staging.js';
import { saveTaskSet } from './task-set.store.js';

/** What a task set is called and where it comes from. */
export interface TaskSetHeader {
  readonly name: string;
  readonly role: Role;
  readonly source: string;
  readonly licence: string;
}

/** Fills a staging area, noting what is wrong. */
export type Fill = (staging: Staging, found: Problems) => Promise<void>;

const checkTargets = async ({ sql }: Database, contentId: number, found: Problems): Promise<void> => {
  for (const { line, document } of await danglingTargets(sql, contentId, mostProblems))
    found.add('items', line, `its target names a document that is not there: ${JSON.stringify(document)}`);
};

const checkItems = ({ train, dev, holdout }: StagedContent): void => {
  if (train + dev + holdout > 0) return;
  const message = 'a task set has at least one item';
  throw new DomainError('invalid_argument', message, [{ path: 'items', message }]);
};

/** Makes the content visible and records the version, in one transaction; the content is shared where that hash is there already. */
const publishOnce = async (
  { log }: Database,
  version: TaskSetVersion,
  contentId: number,
  metadata: EventMetadata,
): Promise<void> => {
  const stream = `taskset-${version.name}`;
  const { events, version: seen } = await log.read<TaskSetEvent>(stream);
  const state = events.map(({ event }) => event).reduce(taskSet.evolve, taskSet.initial);
  const decided = taskSet.decide({ type: 'RegisterTaskSet', taskSet: version }, state);
  if (decided.length === 0) return;
  await log.transaction(async (tx) => {
    await waitInLine(tx, `content-${version.hash}`);
    await log.appendIn(tx, [{ stream, expectedVersion: seen, events: decided, metadata }]);
    const known = await contentOf(tx, version.hash);
    if (known === undefined) await publishContent(tx, contentId, version.hash);
    await saveTaskSet(tx, { ...version, contentId: known ?? contentId }, seen + decided.length);
  });
};

const attempts = 5;

/** Publishes; a lost race reads and decides again. */
const publish = async (
  database: Database,
  version: TaskSetVersion,
  contentId: number,
  metadata: EventMetadata,
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await publishOnce(database, version, contentId, metadata);
    } catch (error) {
      if (attempt === attempts || !isDomainError(error, 'aborted')) throw error;
    }
  }
};

/** Registers a task set, all or nothing: staged, checked, then made visible together with its event. The same content again changes nothing. */
export const registerTaskSet = async (
  database: Database,
  header: TaskSetHeader,
  fill: Fill,
  metadata: EventMetadata,
): Promise<TaskSetVersion> => {
  const found = problems();
  const staging = await openStaging(database.sql, found);
  try {
    await fill(staging, found);
    const content = await staging.finish();
    if (header.role === 'recall') await checkTargets(database, content.contentId, found);
    found.throwIfAny();
    checkItems(content);
    const { contentId, ...measured } = content;
    const version = { ...header, ...measured };
    await publish(database, version, contentId, metadata);
    return version;
  } finally {
    await discardContent(database.sql, staging.contentId);
  }
};
