import { taskSet, type TaskSetCommand, type TaskSetEvent } from '@ao/domain-evaluation';
import type { EventMetadata } from '@ao/event-store';
import type { Tx } from '@ao/postgres';
import { lockUntilCommit, type Database } from '../database.js';
import { deleteTaskSet, jobsOn, setArchived } from './task-set.store.js';

/** Jobs that are named where a task set cannot be deleted. */
const namedJobs = 5;

/** Decides one command on a task set that is there, and changes its rows in the same transaction. Answers how many versions it had. */
const change = async (
  database: Database,
  command: Exclude<TaskSetCommand, { readonly type: 'RegisterTaskSet' }>,
  metadata: EventMetadata,
  apply: (tx: Tx) => Promise<void>,
): Promise<number> => {
  const stream = `taskset-${command.name}`;
  return database.log.transaction(async (tx) => {
    await lockUntilCommit(tx, stream);
    const { events, version } = await database.log.read<TaskSetEvent>(stream);
    const state = events.map(({ event }) => event).reduce(taskSet.evolve, taskSet.initial);
    const decided = taskSet.decide(command, state);
    if (decided.length > 0) {
      await database.log.appendIn(tx, [{ stream, expectedVersion: version, events: decided, metadata }]);
      await apply(tx);
    }
    return state.status === 'registered' ? state.hashes.length : 0;
  });
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
