import { DomainError, isName, names, type Decider, type Role } from '@ao/kernel';
import type { TaskSetEvent, TaskSetVersion } from './task-set.events.js';

/** Makes a version the newest one of its name. */
export interface RegisterTaskSet {
  readonly type: 'RegisterTaskSet';
  readonly taskSet: TaskSetVersion;
}

/** Takes a task set out of use, or back into it. */
export interface ArchiveTaskSet {
  readonly type: 'ArchiveTaskSet';
  readonly name: string;
  readonly archived: boolean;
}

/** Deletes every version of a task set. */
export interface DeleteTaskSet {
  readonly type: 'DeleteTaskSet';
  readonly name: string;
  /** Jobs that measured on it, as far as they are worth naming. */
  readonly jobs: readonly string[];
}

export type TaskSetCommand = RegisterTaskSet | ArchiveTaskSet | DeleteTaskSet;

interface Registered {
  readonly status: 'registered';
  readonly role: Role;
  readonly newest: string;
  /** Every version, each once. */
  readonly hashes: readonly string[];
  readonly archived: boolean;
}

export type TaskSetState = { readonly status: 'absent' } | Registered;

const refuse = (path: string, message: string): never => {
  throw new DomainError('invalid_argument', message, [{ path, message }]);
};

const check = ({ name, train, dev, holdout }: TaskSetVersion): void => {
  if (!isName(names.taskSet, name)) refuse('header.name', names.taskSet.demand);
  if (train + dev + holdout === 0) refuse('items', 'a task set has at least one item');
};

/** What of a task set that is there forbids a new version. */
const checkKnown = ({ name, role }: TaskSetVersion, known: Registered): void => {
  if (known.role !== role)
    throw new DomainError(
      'failed_precondition',
      `task set ${name} has role ${known.role}; take another name for role ${role}`,
    );
  if (known.archived)
    throw new DomainError(
      'failed_precondition',
      `task set ${name} is archived; take it back before you import into it`,
    );
};

const register = (version: TaskSetVersion, state: TaskSetState): readonly TaskSetEvent[] => {
  check(version);
  if (state.status === 'registered') checkKnown(version, state);
  return state.status === 'registered' && state.newest === version.hash
    ? []
    : [{ type: 'TaskSetRegistered', data: { taskSet: version } }];
};

const known = (name: string, state: TaskSetState): Registered => {
  if (state.status === 'registered') return state;
  throw new DomainError('not_found', `there is no task set ${JSON.stringify(name.slice(0, 200))}`);
};

const archive = ({ name, archived }: ArchiveTaskSet, state: TaskSetState): readonly TaskSetEvent[] => {
  const { hashes, archived: already } = known(name, state);
  if (already === archived) return [];
  return [{ type: archived ? 'TaskSetArchived' : 'TaskSetRestored', data: { name, hashes } }];
};

const remove = ({ name, jobs }: DeleteTaskSet, state: TaskSetState): readonly TaskSetEvent[] => {
  const { hashes } = known(name, state);
  if (jobs.length > 0)
    throw new DomainError(
      'failed_precondition',
      `task set ${name} cannot be deleted: ${jobs.join(', ')} measured on it; archive it instead`,
      jobs.map((job) => ({ path: `jobs:${job}`, message: 'measured on it' })),
    );
  return [{ type: 'TaskSetDeleted', data: { name, hashes } }];
};

const evolveRegistered = ({ role, hash }: TaskSetVersion, state: TaskSetState): TaskSetState => {
  const before = state.status === 'registered' ? state.hashes : [];
  return { status: 'registered', role, newest: hash, hashes: [...new Set([...before, hash])], archived: false };
};

/**
 * A task set keeps its role for life; the newest version registered twice is registered once. An archived one takes no new version. One
 * that is deleted is as if it had never been.
 */
export const taskSet: Decider<TaskSetCommand, TaskSetEvent, TaskSetState> = {
  initial: { status: 'absent' },
  decide: (command, state) => {
    switch (command.type) {
      case 'RegisterTaskSet':
        return register(command.taskSet, state);
      case 'ArchiveTaskSet':
        return archive(command, state);
      case 'DeleteTaskSet':
        return remove(command, state);
    }
  },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'TaskSetRegistered':
        return evolveRegistered(data.taskSet, state);
      case 'TaskSetArchived':
        return state.status === 'registered' ? { ...state, archived: true } : state;
      case 'TaskSetRestored':
        return state.status === 'registered' ? { ...state, archived: false } : state;
      case 'TaskSetDeleted':
        return { status: 'absent' };
    }
  },
};
