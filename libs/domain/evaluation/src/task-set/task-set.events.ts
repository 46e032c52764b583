import type { Role } from '@ao/kernel';

/** One version of a task set: the fields of evaluation.v1.TaskSet. */
export interface TaskSetVersion {
  readonly name: string;
  /** Content hash, 64 hex digits of SHA-256. */
  readonly hash: string;
  readonly role: Role;
  /** Items of each split. */
  readonly train: number;
  readonly dev: number;
  readonly holdout: number;
  readonly documents: number;
  /** "npm:package@version" or "import". */
  readonly source: string;
  /** SPDX licence; empty: not known. */
  readonly licence: string;
}

/** Stored for ever, in stream `taskset-<name>`. Renaming a type or a field changes history. */
export type TaskSetEvent = { readonly type: 'TaskSetRegistered'; readonly data: { readonly taskSet: TaskSetVersion } };
