import type { CanaryTerms, InForce, Label, Labelled } from './slot.events.js';

/** One unit's configuration in a slot; applied: on trial, promoted: for good. */
export interface Layer extends InForce {
  readonly status: 'applied' | 'promoted';
  /** Version of the slot since which it has been in force without a break, where it is on top. */
  readonly since: number;
}

/** The unit that bears the label `candidate`. */
export interface Candidate extends InForce, CanaryTerms {
  /** Version of the slot since which it has this share. */
  readonly since: number;
}

/** The stack of what was put in force, the newest last, and who may follow. */
export interface Slot {
  /** Events of the slot's stream. */
  readonly version: number;
  readonly layers: readonly Layer[];
  readonly candidate: Candidate | null;
  /** Units whose confidences could no longer be believed here, in force or not. */
  readonly stale: ReadonlySet<string>;
  /** Hashes of every configuration that was ever in force here. */
  readonly served: ReadonlySet<string>;
  /** Hashes by which units that were laid on the empty slot named the agent's defaults. */
  readonly defaults: ReadonlySet<string>;
}

export const emptySlot: Slot = {
  version: 0,
  layers: [],
  candidate: null,
  stale: new Set(),
  served: new Set(),
  defaults: new Set(),
};

/** What the slot serves; undefined: the agent's defaults. */
export const inForce = ({ layers }: Slot): Layer | undefined => layers.at(-1);

/** True where the version in force was found to have drifted. */
export const isStale = (slot: Slot): boolean => slot.stale.has(inForce(slot)?.unitId ?? '');

const label = (name: Label['name'], at: InForce | undefined): Label => ({
  name,
  unitId: at?.unitId ?? '',
  configurationHash: at?.configurationHash ?? '',
});

/** Where the labels stand. `previous` is what a revert of production would bring back. */
export const labelsOf = ({ layers, candidate }: Slot): readonly Label[] => [
  label('production', layers.at(-1)),
  ...(candidate === null ? [] : [label('candidate', candidate)]),
  ...(layers.length === 0 ? [] : [label('previous', layers.at(-2))]),
];

export const labelledOf = (slot: Slot): Labelled => ({
  labels: labelsOf(slot),
  stale: isStale(slot) ? [inForce(slot)?.unitId ?? ''] : [],
});
