import { taskSet, type ContentRules, type TaskSetCommand, type TaskSetVersion } from '@ao/domain-evaluation';
import { DomainError, type Role } from '@ao/kernel';
import { commandHandler, type EventMetadata } from '@ao/event-store';
import { lockUntilCommit, type Database } from '../database.js';
import { contentOf, danglingTargets, discardContent, publishContent } from './content.store.js';
import { mostProblems, problems, type Problems } from './problems.js';
import { openStaging, type StagedContent, type Staging } from './staging.js';
import { saveTaskSet } from './task-set.store.js';

/** What a task set is called and where it comes from. */
export interface TaskSetHeader extends ContentRules {
  readonly name: string;
  readonly role: Role;
  readonly source: string;
  readonly licence: string;
}

/** Fills a staging area, noting what is wrong, and says what the task set is. */
export type Fill = (staging: Staging, found: Problems) => Promise<TaskSetHeader>;

const checkTargets = async ({ sql }: Database, contentId: number, found: Problems): Promise<void> => {
  for (const { line, document } of await danglingTargets(sql, contentId, mostProblems))
    found.add('items', line, `its target names a document that is not there: ${JSON.stringify(document)}`);
};

const checkItems = ({ train, dev, holdout }: StagedContent): void => {
  if (train + dev + holdout > 0) return;
  const message = 'a task set has at least one item';
  throw new DomainError('invalid_argument', message, [{ path: 'items', message }]);
};

const taskSetsOf = ({ log }: Database) => commandHandler(log, 'taskset', taskSet, { attempts: 5 });

/** Makes the content visible and records the version, in one transaction; the content is shared where that hash is there already. */
const publish = async (
  database: Database,
  version: TaskSetVersion,
  contentId: number,
  metadata: EventMetadata,
): Promise<void> => {
  const command: TaskSetCommand = { type: 'RegisterTaskSet', taskSet: version };
  await taskSetsOf(database).guarded(version.name, command, metadata, async (tx, recorded) => {
    await lockUntilCommit(tx, `content-${version.hash}`);
    const known = await contentOf(tx, version.hash);
    if (known === undefined) await publishContent(tx, contentId, version.hash);
    await saveTaskSet(tx, { ...version, contentId: known ?? contentId }, recorded.version);
  });
};

/** Stages and checks a content, lets `use` have it, and throws away what nobody made visible. */
const staged = async (
  database: Database,
  fill: Fill,
  use: (version: TaskSetVersion, contentId: number) => Promise<unknown>,
): Promise<TaskSetVersion> => {
  const found = problems();
  const staging = await openStaging(database.sql, found);
  try {
    const header = await fill(staging, found);
    const content = await staging.finish(header);
    if (header.role === 'recall') await checkTargets(database, content.contentId, found);
    found.throwIfAny();
    checkItems(content);
    const { contentId, ...measured } = content;
    const version = { ...header, ...measured };
    await use(version, contentId);
    return version;
  } finally {
    await discardContent(database.sql, staging.contentId);
  }
};

/** Registers a task set, all or nothing: staged, checked, then made visible together with its event. The same content again changes nothing. */
export const registerTaskSet = (database: Database, fill: Fill, metadata: EventMetadata): Promise<TaskSetVersion> =>
  staged(database, fill, (version, contentId) => publish(database, version, contentId, metadata));

/** Checks everything that registering would check, and registers nothing. */
export const previewTaskSet = (database: Database, fill: Fill): Promise<TaskSetVersion> =>
  staged(database, fill, async (version) => {
    const { state } = await taskSetsOf(database).load(version.name);
    taskSet.decide({ type: 'RegisterTaskSet', taskSet: version }, state);
  });
