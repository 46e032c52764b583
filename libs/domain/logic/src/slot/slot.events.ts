import type { Configuration } from '@ao/kernel';
import type { Calibration } from '../manifest/calibration.js';

/** A configuration and the unit that set it. */
export interface InForce {
  readonly unitId: string;
  readonly configuration: Configuration;
  readonly configurationHash: string;
  /** How the version's confidences are served; absent: as the agent says them. */
  readonly calibration?: Calibration | undefined;
}

/** A label and the version that it stands at. */
export interface Label {
  readonly name: 'production' | 'candidate' | 'previous';
  /** Empty: the agent's defaults. */
  readonly unitId: string;
  /** Empty: the defaults. */
  readonly configurationHash: string;
}

/** Every label of a slot, and the units in force that were found stale. */
export interface Labelled {
  readonly labels: readonly Label[];
  readonly stale: readonly string[];
}

interface Changed {
  readonly slot: string;
  readonly unitId: string;
  /** What the labels stand at after it; absent: none moved, or it was recorded before there were labels. */
  readonly labelled?: Labelled | undefined;
}

interface Set extends InForce, Changed {
  /** What the unit says it was made for; empty: the agent's defaults, or on trial anything. */
  readonly baseHash: string;
}

/** What a candidate is given: no share is the label alone, and then nothing is watched. */
export interface CanaryTerms {
  /** Share of the slot's traffic, 0 to 0.5. */
  readonly share: number;
  /** Outcomes of the candidate's answers after which it has passed. */
  readonly outcomes: number;
  /** Probability at most with which a candidate that is no worse is taken back. */
  readonly alpha: number;
}

/** Stored for ever: renaming a type or a field changes history. */
export type SlotEvent =
  | { readonly type: 'SlotApplied'; readonly data: Set }
  | { readonly type: 'SlotPromoted'; readonly data: Set }
  | {
      readonly type: 'SlotReverted';
      /** `inForce`: what the slot serves now; null: the agent's defaults. */
      readonly data: Changed & { readonly inForce: InForce | null };
    }
  | { readonly type: 'SlotCandidateSet'; readonly data: Set & CanaryTerms }
  | { readonly type: 'SlotCandidateRemoved'; readonly data: Changed }
  | { readonly type: 'SlotUnitStale'; readonly data: Changed };
