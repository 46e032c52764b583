import type { Role } from '@ao/kernel';
import type { ContentRules } from './line.js';

/** Copies and contradictions that an import found: the fields of evaluation.v1.ContentChecks. */
export interface ContentChecks {
  /** Items whose input stands in an earlier item too. */
  readonly copies: number;
  /** Items of inputs that have more than one target. */
  readonly contradicting: number;
  /** Holdout items whose input stands in train or dev too. */
  readonly holdoutSeen: number;
  readonly nearCopies: number;
  /** Holdout items that are nearly the same as one of train or dev. */
  readonly holdoutNear: number;
  /** Items that were compared for near copies. */
  readonly compared: number;
}

/** One version of a task set: the fields of evaluation.v1.TaskSet. */
export interface TaskSetVersion extends ContentRules {
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
  /** Absent in versions that are older than the check. */
  readonly checks?: ContentChecks;
}

/** A task set and the hashes of all of its versions. */
interface AllVersions {
  readonly name: string;
  readonly hashes: readonly string[];
}

/** Stored for ever, in stream `taskset-<name>`. Renaming a type or a field changes history. */
export type TaskSetEvent =
  | { readonly type: 'TaskSetRegistered'; readonly data: { readonly taskSet: TaskSetVersion } }
  | { readonly type: 'TaskSetArchived'; readonly data: AllVersions }
  | { readonly type: 'TaskSetRestored'; readonly data: AllVersions }
  | { readonly type: 'TaskSetDeleted'; readonly data: AllVersions };
