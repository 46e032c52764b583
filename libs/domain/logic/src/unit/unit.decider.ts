import { canonicalJson, DomainError, type Decider } from '@ao/kernel';
import { bareManifest, manifestViolations } from '../manifest/manifest.js';
import { endByForce, endCanary, isCandidate, startCanary, stopCanary, withCanary, withoutCanary } from './canary.js';
import {
  checkDecision,
  checkReason,
  installed,
  type InstalledUnit,
  type Unit,
  type UnitCommand,
  type UnitCommandOf,
} from './unit.state.js';
import type { SlotVersion, UnitEvent } from './unit.events.js';

const install = ({ manifest, resultHashes }: UnitCommandOf<'InstallUnit'>, unit: Unit): readonly UnitEvent[] => {
  if (manifest.kind !== 'config')
    throw new DomainError(
      'permission_denied',
      'only units of kind "config" are accepted: any other kind must be signed',
      [{ path: 'manifest.kind', message: 'must be "config"' }],
    );
  const violations = manifestViolations(manifest, resultHashes);
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the manifest is not valid', violations);
  const bare = bareManifest(manifest);
  if (unit.status === 'absent') return [{ type: 'UnitInstalled', data: { manifest: bare } }];
  if (canonicalJson(unit.manifest) === canonicalJson(bare)) return [];
  throw new DomainError('already_exists', `unit ${manifest.unitId} exists with another manifest`);
};

const apply = ({ slots }: UnitCommandOf<'ApplyUnit'>, unit: Unit): readonly UnitEvent[] => {
  const known = installed(unit);
  const { status, manifest } = known;
  if (status === 'applied' || status === 'promoted') return [];
  return [
    ...endByForce(known, 'put in force on trial', slots),
    { type: 'UnitApplied', data: { unitId: manifest.unitId, slots } },
  ];
};

const promote = (
  { decisionId, leaseId, fencingToken, slots }: UnitCommandOf<'PromoteUnit'>,
  unit: Unit,
): readonly UnitEvent[] => {
  const known = installed(unit);
  const { status, manifest, promotion } = known;
  checkDecision(decisionId, 'a promotion');
  if (promotion?.decisionId === decisionId) return [];
  if (status === 'promoted')
    throw new DomainError(
      'already_exists',
      `unit ${manifest.unitId} was promoted by decision ${promotion?.decisionId}`,
    );
  const provenance = { ...manifest.provenance, decisionId, leaseId };
  return [
    ...endByForce(known, `promoted by decision ${decisionId}`, slots),
    {
      type: 'UnitPromoted',
      data: { unitId: manifest.unitId, patches: manifest.patches, provenance, fencingToken, slots },
    },
  ];
};

/** A unit that is not in force but a candidate loses its share: who reverts a unit wants it to serve nobody. */
const revert = ({ reason, slots }: UnitCommandOf<'RevertUnit'>, unit: Unit): readonly UnitEvent[] => {
  const known = installed(unit);
  const { status, manifest, canary } = known;
  checkReason(reason);
  if (status === 'applied' || status === 'promoted')
    return [{ type: 'UnitReverted', data: { unitId: manifest.unitId, reason, slots } }];
  if (isCandidate(known)) return stopCanary({ type: 'StopCanary', reason, slots }, unit);
  if (status === 'installed' && canary === undefined)
    throw new DomainError('failed_precondition', `unit ${manifest.unitId} is not in force`);
  return [];
};

const markStale = ({ slot, reason, evidence }: UnitCommandOf<'MarkStale'>, unit: Unit): readonly UnitEvent[] => {
  const { manifest, staleIn } = installed(unit);
  return staleIn.includes(slot)
    ? []
    : [
        {
          type: 'UnitStale',
          data: { unitId: manifest.unitId, slot, jobId: manifest.provenance.jobId, reason, evidence },
        },
      ];
};

const canarySlots = ({ slots, canary }: InstalledUnit): readonly SlotVersion[] => canary?.slots ?? slots;

/** The slots as this command left them when it was done, or the unit's last change where nobody knows better. */
export const settledSlots = ({ type }: Pick<UnitCommand, 'type'>, unit: Unit): readonly SlotVersion[] => {
  const known = installed(unit);
  const { status, slots, promotion, canary } = known;
  if (type === 'PromoteUnit' && promotion !== undefined) return promotion.slots;
  if (type === 'StartCanary' && canary !== undefined) return canary.started;
  if (type === 'StopCanary' || status === 'installed') return canarySlots(known);
  return slots;
};

const evolveInstalled = (
  state: InstalledUnit,
  event: Exclude<UnitEvent, { readonly type: 'UnitInstalled' }>,
): InstalledUnit => {
  switch (event.type) {
    case 'UnitApplied':
      return { ...withoutCanary(state, event.data.slots), status: 'applied', slots: event.data.slots };
    case 'UnitPromoted': {
      const { provenance, slots } = event.data;
      return {
        ...withoutCanary(state, slots),
        status: 'promoted',
        slots,
        promotion: { decisionId: provenance.decisionId, slots },
      };
    }
    case 'UnitReverted':
      return { ...state, status: 'reverted', slots: event.data.slots };
    case 'UnitCanaryStarted':
    case 'UnitCanaryEnded':
      return withCanary(state, event);
    case 'UnitStale':
      return { ...state, staleIn: [...state.staleIn, event.data.slot] };
  }
};

type Rules = {
  readonly [Type in UnitCommand['type']]: (command: UnitCommandOf<Type>, unit: Unit) => readonly UnitEvent[];
};

const rules: Rules = {
  InstallUnit: install,
  ApplyUnit: apply,
  PromoteUnit: promote,
  RevertUnit: revert,
  StartCanary: startCanary,
  StopCanary: stopCanary,
  EndCanary: endCanary,
  MarkStale: markStale,
};

/**
 * A Logic Unit: installed, then put in force on trial or by a decision, and taken out of force. A decision promotes once: asked
 * again after a revert it changes nothing, so that a late retry cannot undo what an administrator did. Before its promotion it may
 * be the candidate of its slot, with a share of the traffic or none.
 */
export const unitDecider: Decider<UnitCommand, UnitEvent, Unit> = {
  initial: { status: 'absent' },
  decide: (command, state) => {
    const rule: (command: never, unit: Unit) => readonly UnitEvent[] = rules[command.type];
    return rule(command as never, state);
  },
  evolve: (state, event) => {
    if (event.type === 'UnitInstalled')
      return { status: 'installed', manifest: event.data.manifest, slots: [], staleIn: [] };
    return state.status === 'absent' ? state : evolveInstalled(state, event);
  },
};
