import type { Role } from '@ao/kernel';
import type { TaskDocument, TaskItem } from '../specialist.js';

/** Where a task set comes from. */
export interface Provenance {
  readonly package: string;
  readonly version: string;
  /** SPDX expression, with a remark where data and code differ. */
  readonly licence: string;
}

/** A task set that is read from an installed package at run time. Ids are stable for one version of the package; splits are assigned elsewhere. */
export interface TaskSetSource {
  readonly name: string;
  readonly role: Role;
  provenance(): Provenance;
  /** The corpus of a recall set; nothing for other roles. */
  documents(): AsyncIterable<TaskDocument>;
  items(): AsyncIterable<TaskItem>;
}
