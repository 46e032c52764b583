import { isDomainError } from '@ao/kernel';
import { taskSet, type RegisterTaskSet, type TaskSetCommand } from './task-set.decider.js';
import type { TaskSetEvent, TaskSetVersion } from './task-set.events.js';

const version: TaskSetVersion = {
  name: 'my-questions',
  hash: 'a',
  role: 'recall',
  train: 3,
  dev: 3,
  holdout: 4,
  documents: 10,
  source: 'import',
  licence: 'MIT',
};
const register = (change: Partial<TaskSetVersion> = {}): RegisterTaskSet => ({
  type: 'RegisterTaskSet',
  taskSet: { ...version, ...change },
});
const registered = (change: Partial<TaskSetVersion> = {}): TaskSetEvent => ({
  type: 'TaskSetRegistered',
  data: { taskSet: { ...version, ...change } },
});
const fold = (events: readonly TaskSetEvent[]) => events.reduce(taskSet.evolve, taskSet.initial);
const codeOf = (command: TaskSetCommand, ...history: readonly TaskSetEvent[]): string | undefined => {
  try {
    taskSet.decide(command, fold(history));
  } catch (error) {
    return isDomainError(error) ? error.code : 'not a DomainError';
  }
  return undefined;
};

it('registers the first version', () => {
  expect(taskSet.decide(register(), taskSet.initial)).toEqual([registered()]);
});

it('is idempotent', () => {
  expect(taskSet.decide(register(), fold([registered()]))).toEqual([]);
});

it('registers other content as a newer version, and older content as the newest again', () => {
  expect(taskSet.decide(register({ hash: 'b' }), fold([registered()]))).toEqual([registered({ hash: 'b' })]);
  expect(taskSet.decide(register(), fold([registered(), registered({ hash: 'b' })]))).toEqual([registered()]);
});

it('keeps the role of a task set for life', () => {
  expect(codeOf(register({ hash: 'b', role: 'validation' }), registered())).toBe('failed_precondition');
});

it.each(['', 'Upper', '1st', 'under_score', 'a'.repeat(64), 'at@sign'])('refuses the name %j', (name) => {
  expect(codeOf(register({ name }))).toBe('invalid_argument');
});

it('refuses a task set without items', () => {
  expect(codeOf(register({ train: 0, dev: 0, holdout: 0 }))).toBe('invalid_argument');
});

describe('archiving', () => {
  const archive = (archived = true): TaskSetCommand => ({ type: 'ArchiveTaskSet', name: version.name, archived });
  const both = [registered(), registered({ hash: 'b' })];
  const archived: TaskSetEvent = { type: 'TaskSetArchived', data: { name: version.name, hashes: ['a', 'b'] } };

  it('names every version, once', () => {
    expect(taskSet.decide(archive(), fold([...both, registered()]))).toEqual([archived]);
    expect(taskSet.decide(archive(), fold([...both, archived]))).toEqual([]);
    expect(taskSet.decide(archive(false), fold(both))).toEqual([]);
  });

  it('is taken back', () => {
    expect(taskSet.decide(archive(false), fold([...both, archived]))).toEqual([
      { type: 'TaskSetRestored', data: archived.data },
    ]);
  });

  it('takes no version meanwhile, and needs something to archive', () => {
    expect(codeOf(register({ hash: 'c' }), ...both, archived)).toBe('failed_precondition');
    expect(codeOf(archive())).toBe('not_found');
  });
});

describe('deleting', () => {
  const remove = (...jobs: string[]): TaskSetCommand => ({ type: 'DeleteTaskSet', name: version.name, jobs });

  it('leaves nothing, and the name is free for another role', () => {
    const deleted: TaskSetEvent = { type: 'TaskSetDeleted', data: { name: version.name, hashes: ['a'] } };
    expect(taskSet.decide(remove(), fold([registered()]))).toEqual([deleted]);
    const next = register({ role: 'validation' });
    expect(taskSet.decide(next, fold([registered(), deleted]))).toEqual([registered({ role: 'validation' })]);
    expect(codeOf(remove(), registered(), deleted)).toBe('not_found');
  });

  it('is refused while a job refers to it, and says which', () => {
    expect(() => taskSet.decide(remove('job-1', 'job-2'), fold([registered()]))).toThrow('job-1, job-2');
    expect(codeOf(remove('job-1'), registered())).toBe('failed_precondition');
  });
});
