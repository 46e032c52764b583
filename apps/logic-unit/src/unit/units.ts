import { createHash } from 'node:crypto';
import {
  installed,
  isSettled,
  type unitDecider,
  type CanaryTerms,
  type ChangeCommand,
  type Manifest,
  type SlotAt,
  type SlotVersion,
} from '@ao/domain-logic';
import type { CommandHandlerOf, EventMetadata } from '@ao/event-store';
import { canonicalJson, DomainError, nameViolations, names } from '@ao/kernel';
import type { CallContext } from '@ao/rpc';
import type { HeldLease, PromotionLeases } from './promotion-leases.js';
import type { UnitChanges } from './unit-changes.js';

/** A decision to promote, and the lease under which it is done. */
export interface Decided extends HeldLease {
  readonly decisionId: string;
}

/** The edge of units and slots. Every method may be repeated. */
export interface Units {
  /** Answers the version of the unit's stream. */
  install(manifest: Manifest, context: CallContext): Promise<number>;
  apply(unitId: string, context: CallContext): Promise<readonly SlotVersion[]>;
  promote(unitId: string, decided: Decided, context: CallContext): Promise<readonly SlotVersion[]>;
  /** Makes a unit the candidate of its slot. Without a share it is the label alone, which needs no lease. */
  startCanary(unitId: string, decided: Decided & CanaryTerms, context: CallContext): Promise<readonly SlotVersion[]>;
  stopCanary(unitId: string, reason: string, context: CallContext): Promise<readonly SlotVersion[]>;
  revert(unitId: string, reason: string, context: CallContext): Promise<readonly SlotVersion[]>;
  slot(slot: string): Promise<SlotAt>;
}

/** SHA-256 of the canonical JSON, hex. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Empty for what has no JSON form, such as an infinite number: the rules then say what is wrong with it. */
const hashOrNone = (value: unknown): string => {
  try {
    return hashOf(value);
  } catch {
    return '';
  }
};

const metadataOf = ({ corrId, causationId, subject }: CallContext): EventMetadata => ({ corrId, causationId, subject });

export const units = (
  handleUnit: CommandHandlerOf<typeof unitDecider>,
  { unit, slot, change }: UnitChanges,
  leases: PromotionLeases,
): Units => {
  /** A retry of what was done needs no lease any more. */
  const underLease = async (
    unitId: string,
    command: ChangeCommand,
    held: HeldLease,
    context: CallContext,
  ): Promise<readonly SlotVersion[]> => {
    const { state } = await unit(unitId);
    if (!isSettled(command, state)) await leases(held, installed(state).manifest, context);
    return change(unitId, command, { ...metadataOf(context), ...held });
  };
  return {
    install: async (manifest, context) => {
      const resultHashes = manifest.patches.map(({ result }) => hashOrNone(result));
      return (await handleUnit(manifest.unitId, { type: 'InstallUnit', manifest, resultHashes }, metadataOf(context)))
        .version;
    },
    apply: (unitId, context) => change(unitId, { type: 'ApplyUnit' }, metadataOf(context)),
    promote: (unitId, { decisionId, leaseId, fencingToken }, context) => {
      const held = { leaseId, fencingToken };
      return underLease(unitId, { type: 'PromoteUnit', decisionId, ...held }, held, context);
    },
    startCanary: (unitId, { decisionId, leaseId, fencingToken, share, outcomes, alpha }, context) => {
      const held = { leaseId, fencingToken };
      const command: ChangeCommand = { type: 'StartCanary', decisionId, share, outcomes, alpha, ...held };
      return share === 0 ? change(unitId, command, metadataOf(context)) : underLease(unitId, command, held, context);
    },
    stopCanary: (unitId, reason, context) => change(unitId, { type: 'StopCanary', reason }, metadataOf(context)),
    revert: (unitId, reason, context) => change(unitId, { type: 'RevertUnit', reason }, metadataOf(context)),
    async slot(name) {
      const violations = nameViolations(names.slot, 'slot', name);
      if (violations.length > 0) throw new DomainError('invalid_argument', 'that is no slot', violations);
      return slot(name);
    },
  };
};
