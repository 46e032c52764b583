import type { Configuration } from '@ao/kernel';

/** A configuration and the unit that set it. */
export interface InForce {
  readonly unitId: string;
  readonly configuration: Configuration;
  readonly configurationHash: string;
}

interface Set extends InForce {
  readonly slot: string;
  /** What the unit says it was made for; empty: the agent's defaults, or on trial anything. */
  readonly baseHash: string;
}

/** Stored for ever: renaming a type or a field changes history. */
export type SlotEvent =
  | { readonly type: 'SlotApplied'; readonly data: Set }
  | { readonly type: 'SlotPromoted'; readonly data: Set }
  | {
      readonly type: 'SlotReverted';
      /** `inForce`: what the slot serves now; null: the agent's defaults. */
      readonly data: { readonly slot: string; readonly unitId: string; readonly inForce: InForce | null };
    };
