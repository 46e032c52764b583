import type { Manifest, Provenance, SlotPatch } from '../manifest/manifest.js';
import type { CanaryTerms } from '../slot/slot.events.js';

/** A slot and its version after a change. */
export interface SlotVersion {
  readonly slot: string;
  readonly version: number;
}

/** passed: enough outcomes, and not worse; worse: the watch took it back; stopped: somebody did, or the slot moved. */
export type CanaryOutcome = 'passed' | 'worse' | 'stopped';

/** What a watch had seen, in the words of the public facts. */
export type Evidence = Readonly<Record<string, number>>;

interface OfSlot {
  readonly unitId: string;
  readonly slot: string;
  /** The job that made the unit; empty: none. */
  readonly jobId: string;
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
  | {
      readonly type: 'UnitReverted';
      readonly data: { readonly unitId: string; readonly reason: string; readonly slots: readonly SlotVersion[] };
    }
  | {
      readonly type: 'UnitCanaryStarted';
      /** Without a share it is the label alone. */
      readonly data: OfSlot &
        CanaryTerms & {
          readonly decisionId: string;
          readonly leaseId: string;
          readonly fencingToken: number;
          readonly slots: readonly SlotVersion[];
        };
    }
  | {
      readonly type: 'UnitCanaryEnded';
      readonly data: OfSlot & {
        readonly share: number;
        readonly outcome: CanaryOutcome;
        readonly reason: string;
        readonly evidence: Evidence;
        readonly slots: readonly SlotVersion[];
      };
    }
  | { readonly type: 'UnitStale'; readonly data: OfSlot & { readonly reason: string; readonly evidence: Evidence } };
