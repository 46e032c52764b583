import { DomainError, textLength, textLimits } from '@ao/kernel';
import type { Manifest } from '../manifest/manifest.js';
import type { CanaryTerms } from '../slot/slot.events.js';
import type { CanaryOutcome, Evidence, SlotVersion } from './unit.events.js';

/** The promotion that a unit had last. */
export interface Promotion {
  readonly decisionId: string;
  readonly slots: readonly SlotVersion[];
}

/** The last time that the unit bore the label `candidate`. Once it has passed it keeps its share until it is promoted or stopped. */
export interface UnitCanary extends CanaryTerms {
  readonly decisionId: string;
  readonly status: 'running' | 'passed' | 'ended';
  /** The slots as the start left them. */
  readonly started: readonly SlotVersion[];
  /** The slots after the last change of it. */
  readonly slots: readonly SlotVersion[];
}

export type Unit =
  | { readonly status: 'absent' }
  | {
      readonly status: 'installed' | 'applied' | 'promoted' | 'reverted';
      readonly manifest: Manifest;
      /** The slots after the last change. */
      readonly slots: readonly SlotVersion[];
      readonly promotion?: Promotion;
      readonly canary?: UnitCanary;
      /** Slots in which it was found stale. */
      readonly staleIn: readonly string[];
    };

export type InstalledUnit = Exclude<Unit, { status: 'absent' }>;

/** `slots`: the slots as the change leaves them. `resultHashes`: for each patch the hash of its result, computed at the edge. */
export type UnitCommand =
  | { readonly type: 'InstallUnit'; readonly manifest: Manifest; readonly resultHashes: readonly string[] }
  | { readonly type: 'ApplyUnit'; readonly slots: readonly SlotVersion[] }
  | {
      readonly type: 'PromoteUnit';
      readonly decisionId: string;
      readonly leaseId: string;
      readonly fencingToken: number;
      readonly slots: readonly SlotVersion[];
    }
  | { readonly type: 'RevertUnit'; readonly reason: string; readonly slots: readonly SlotVersion[] }
  | ({
      readonly type: 'StartCanary';
      readonly decisionId: string;
      readonly leaseId: string;
      readonly fencingToken: number;
      readonly slots: readonly SlotVersion[];
    } & CanaryTerms)
  | { readonly type: 'StopCanary'; readonly reason: string; readonly slots: readonly SlotVersion[] }
  | {
      readonly type: 'EndCanary';
      readonly outcome: CanaryOutcome & ('passed' | 'worse');
      readonly reason: string;
      readonly evidence: Evidence;
      readonly slots: readonly SlotVersion[];
    }
  | {
      readonly type: 'MarkStale';
      readonly slot: string;
      readonly reason: string;
      readonly evidence: Evidence;
      readonly slots: readonly SlotVersion[];
    };

export type UnitCommandOf<Type extends UnitCommand['type']> = UnitCommand & { readonly type: Type };

/** A reason may be empty, and has an end. */
export const checkReason = (reason: string): void => {
  const violations = textLength('reason', reason, 0, textLimits.reason);
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the reason is too long', violations);
};

export const checkDecision = (decisionId: string, what: string): void => {
  if (decisionId === '')
    throw new DomainError('invalid_argument', `${what} needs its decision`, [
      { path: 'decision_id', message: 'must not be empty' },
    ]);
};

export const installed = (unit: Unit): InstalledUnit => {
  if (unit.status === 'absent') throw new DomainError('not_found', 'there is no such unit');
  return unit;
};
