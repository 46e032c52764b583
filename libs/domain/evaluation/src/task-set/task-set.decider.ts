import { DomainError, isName, names, type Decider, type Role } from '@ao/kernel';
import type { TaskSetEvent, TaskSetVersion } from './task-set.events.js';

/** Makes a version the newest one of its name. */
export interface RegisterTaskSet {
  readonly type: 'RegisterTaskSet';
  readonly taskSet: TaskSetVersion;
}

export type TaskSetState =
  { readonly status: 'absent' } | { readonly status: 'registered'; readonly role: Role; readonly newest: string };

const refuse = (path: string, message: string): never => {
  throw new DomainError('invalid_argument', message, [{ path, message }]);
};

const check = ({ name, train, dev, holdout }: TaskSetVersion): void => {
  if (!isName(names.taskSet, name)) refuse('header.name', names.taskSet.demand);
  if (train + dev + holdout === 0) refuse('items', 'a task set has at least one item');
};

/** A task set keeps its role for life; the newest version registered twice is registered once. */
export const taskSet: Decider<RegisterTaskSet, TaskSetEvent, TaskSetState> = {
  initial: { status: 'absent' },
  decide: ({ taskSet: version }, state) => {
    check(version);
    if (state.status === 'registered' && state.role !== version.role)
      throw new DomainError(
        'failed_precondition',
        `task set ${version.name} has role ${state.role}; take another name for role ${version.role}`,
      );
    return state.status === 'registered' && state.newest === version.hash
      ? []
      : [{ type: 'TaskSetRegistered', data: { taskSet: version } }];
  },
  evolve: (_, { data }) => ({ status: 'registered', role: data.taskSet.role, newest: data.taskSet.hash }),
};
