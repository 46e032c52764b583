import type { Manifest, Provenance, SlotPatch } from '../manifest/manifest.js';

/** A slot and its version after a change. */
export interface SlotVersion {
  readonly slot: string;
  readonly version: number;
}

/** Stored for ever: renaming a type or a field changes history. */
export type UnitEvent =
  | { readonly type: 'UnitInstalled'; readonly data: { readonly manifest: Manifest } }
  | { readonly type: 'UnitApplied'; readonly data: { readonly unitId: string; readonly slots: readonly SlotVersion[] } }
  | {
      readonly type: 'UnitPromoted';
      readonly data: {
        readonly unitId: string;
        readonly patches: readonly SlotPatch[];
        /** With the decision and the lease of the promotion. */
        readonly provenance: Provenance;
        readonly fencingToken: number;
        readonly slots: readonly SlotVersion[];
      };
    }
  | { readonly type: 'UnitReverted'; readonly data: { readonly unitId: string; readonly reason: string; readonly slots: readonly SlotVersion[] } };
