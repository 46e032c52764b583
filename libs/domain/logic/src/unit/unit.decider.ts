import { canonicalJson, DomainError, type Decider } from '@ao/kernel';
import { bareManifest, manifestViolations, type Manifest } from '../manifest/manifest.js';
import type { SlotVersion, UnitEvent } from './unit.events.js';

/** The promotion that a unit had last. */
export interface Promotion {
  readonly decisionId: string;
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
    };

export type InstalledUnit = Exclude<Unit, { status: 'absent' }>;

/** `slots`: the slots as the change leaves them. `resultHashes`: for each patch the hash of its result, computed at the edge. */
export type UnitCommand =
  | { readonly type: 'InstallUnit'; readonly manifest: Manifest; readonly resultHashes: readonly string[] }
  | { readonly type: 'ApplyUnit'; readonly slots: readonly SlotVersion[] }
  | { readonly type: 'PromoteUnit'; readonly decisionId: string; readonly leaseId: string; readonly fencingToken: number; readonly slots: readonly SlotVersion[] }
  | { readonly type: 'RevertUnit'; readonly reason: string; readonly slots: readonly SlotVersion[] };

type CommandOf<Type extends UnitCommand['type']> = UnitCommand & { readonly type: Type };

const longestReason = 500;

export const installed = (unit: Unit): InstalledUnit => {
  if (unit.status === 'absent') throw new DomainError('not_found', 'there is no such unit');
  return unit;
};

const install = ({ manifest, resultHashes }: CommandOf<'InstallUnit'>, unit: Unit): readonly UnitEvent[] => {
  if (manifest.kind !== 'config')
    throw new DomainError('permission_denied', 'only units of kind "config" are accepted: any other kind must be signed', [{ path: 'manifest.kind', message: 'must be "config"' }]);
  const violations = manifestViolations(manifest, resultHashes);
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the manifest is not valid', violations);
  const bare = bareManifest(manifest);
  if (unit.status === 'absent') return [{ type: 'UnitInstalled', data: { manifest: bare } }];
  if (canonicalJson(unit.manifest) === canonicalJson(bare)) return [];
  throw new DomainError('already_exists', `unit ${manifest.unitId} exists with another manifest`);
};

const apply = ({ slots }: CommandOf<'ApplyUnit'>, unit: Unit): readonly UnitEvent[] => {
  const { status, manifest } = installed(unit);
  return status === 'applied' || status === 'promoted' ? [] : [{ type: 'UnitApplied', data: { unitId: manifest.unitId, slots } }];
};

const promote = ({ decisionId, leaseId, fencingToken, slots }: CommandOf<'PromoteUnit'>, unit: Unit): readonly UnitEvent[] => {
  const { status, manifest, promotion } = installed(unit);
  if (decisionId === '') throw new DomainError('invalid_argument', 'a promotion needs its decision', [{ path: 'decision_id', message: 'must not be empty' }]);
  if (promotion?.decisionId === decisionId) return [];
  if (status === 'promoted') throw new DomainError('already_exists', `unit ${manifest.unitId} was promoted by decision ${promotion?.decisionId}`);
  const provenance = { ...manifest.provenance, decisionId, leaseId };
  return [{ type: 'UnitPromoted', data: { unitId: manifest.unitId, patches: manifest.patches, provenance, fencingToken, slots } }];
};

const revert = ({ reason, slots }: CommandOf<'RevertUnit'>, unit: Unit): readonly UnitEvent[] => {
  const { status, manifest } = installed(unit);
  if (reason.length > longestReason)
    throw new DomainError('invalid_argument', 'the reason is too long', [{ path: 'reason', message: `must have at most ${longestReason} characters` }]);
  if (status === 'reverted') return [];
  if (status === 'installed') throw new DomainError('failed_precondition', `unit ${manifest.unitId} is not in force`);
  return [{ type: 'UnitReverted', data: { unitId: manifest.unitId, reason, slots } }];
};

/** The slots as the unit's last change, or this very promotion, left them. */
export const settledSlots = (command: UnitCommand, unit: Unit): readonly SlotVersion[] => {
  const { slots, promotion } = installed(unit);
  return command.type === 'PromoteUnit' && promotion !== undefined ? promotion.slots : slots;
};

/**
 * A Logic Unit: installed, then put in force on trial or by a decision, and taken out of force. A decision promotes once: asked
 * again after a revert it changes nothing, so that a late retry cannot undo what an administrator did.
 */
export const unitDecider: Decider<UnitCommand, UnitEvent, Unit> = {
  initial: { status: 'absent' },
  decide: (command, state) => {
    switch (command.type) {
      case 'InstallUnit':
        return install(command, state);
      case 'ApplyUnit':
        return apply(command, state);
      case 'PromoteUnit':
        return promote(command, state);
      case 'RevertUnit':
        return revert(command, state);
    }
  },
  evolve: (state, { type, data }) => {
    if (type === 'UnitInstalled') return { status: 'installed', manifest: data.manifest, slots: [] };
    if (state.status === 'absent') return state;
    switch (type) {
      case 'UnitApplied':
        return { ...state, status: 'applied', slots: data.slots };
      case 'UnitPromoted':
        return { ...state, status: 'promoted', slots: data.slots, promotion: { decisionId: data.provenance.decisionId, slots: data.slots } };
      case 'UnitReverted':
        return { ...state, status: 'reverted', slots: data.slots };
    }
  },
};
