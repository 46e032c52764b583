import { taskSet, type TaskSetCommand } from '@ao/domain-evaluation';
import { commandHandler, type EventMetadata } from '@ao/event-store';
import type { Tx } from '@ao/postgres';
import type { Database } from '../database.js';
import { deleteTaskSet, jobsOn, setArchived } from './task-set.store.js';

/** Jobs that are named where a task set cannot be deleted. */
const namedJobs = 5;

/** Decides one command on a task set that is there, and changes its rows in the same transaction. Answers how many versions it had. */
const change = async (
  { log }: Database,
  command: Exclude<TaskSetCommand, { readonly type: 'RegisterTaskSet' }>,
  metadata: EventMetadata,
  apply: (tx: Tx) => Promise<void>,
): Promise<number> => {
  const taskSets = commandHandler(log, 'taskset', taskSet);
  const { state } = await taskSets.load(command.name);
  await taskSets.guarded(command.name, command, metadata, apply);
  return state.status === 'registered' ? state.hashes.length : 0;
};

/** Archives a task set, or takes it back. The same again changes nothing. Throws DomainError `not_found`. */
export const archiveTaskSet = async (
  database: Database,
  { name, archived }: { readonly name: string; readonly archived: boolean },
  metadata: EventMetadata,
): Promise<void> => {
  await change(database, { type: 'ArchiveTaskSet', name, archived }, metadata, (tx) => setArchived(tx, name, archived));
};

/**
 * Deletes every version of a task set and their content, where nothing else shares it. Answers how many versions there were. Throws
 * DomainError `not_found`, and `failed_precondition` naming jobs that measured on it.
 */
export const removeTaskSet = async (database: Database, name: string, metadata: EventMetadata): Promise<number> => {
  const jobs = await jobsOn(database.sql, name, namedJobs);
  return change(database, { type: 'DeleteTaskSet', name, jobs }, metadata, (tx) => deleteTaskSet(tx, name));
};
