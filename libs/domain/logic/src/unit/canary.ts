import { DomainError, trainingLimits, type FieldViolation } from '@ao/kernel';
import type { Manifest } from '../manifest/manifest.js';
import type { CanaryTerms } from '../slot/slot.events.js';
import {
  checkDecision,
  checkReason,
  installed,
  type InstalledUnit,
  type Unit,
  type UnitCanary,
  type UnitCommandOf,
} from './unit.state.js';
import type { CanaryOutcome, Evidence, SlotVersion, UnitEvent } from './unit.events.js';

const termViolations = ({ share, outcomes, alpha }: CanaryTerms): readonly FieldViolation[] => {
  if (!(share >= 0 && share <= trainingLimits.canaryShare))
    return [
      { path: 'share', message: `must be above 0 and at most ${trainingLimits.canaryShare}, or 0 for the label alone` },
    ];
  if (share === 0) return [];
  return [
    ...(Number.isSafeInteger(outcomes) && outcomes >= trainingLimits.leastCanaryOutcomes
      ? []
      : [{ path: 'outcomes', message: `must be a whole number, at least ${trainingLimits.leastCanaryOutcomes}` }]),
    ...(alpha > 0 && alpha < 1 ? [] : [{ path: 'alpha', message: 'must lie between 0 and 1' }]),
  ];
};

/** A canary is of one slot. */
const slotOf = ({ unitId, patches }: Manifest): string => {
  const [first, ...others] = patches;
  if (first === undefined || others.length > 0)
    throw new DomainError('failed_precondition', `unit ${unitId} patches ${patches.length} slots: a canary is of one`);
  return first.slot;
};

/** True while the unit bears the label. */
export const isCandidate = ({ canary }: InstalledUnit): boolean => canary !== undefined && canary.status !== 'ended';

const isSameStart = (
  canary: UnitCanary | undefined,
  { decisionId, share, outcomes, alpha }: UnitCommandOf<'StartCanary'>,
): boolean =>
  canary?.decisionId === decisionId &&
  canary.share === share &&
  (share === 0 || (canary.outcomes === outcomes && canary.alpha === alpha));

/** Why a unit that stands otherwise cannot be a candidate on these terms. */
const checkFree = (unit: InstalledUnit): void => {
  const { manifest, status, canary } = unit;
  if (status === 'applied' || status === 'promoted')
    throw new DomainError('failed_precondition', `unit ${manifest.unitId} is in force: it cannot be a candidate`);
  if (isCandidate(unit) && canary?.share !== 0)
    throw new DomainError(
      'failed_precondition',
      `unit ${manifest.unitId} has a canary on other terms: stop that one first`,
    );
};

/** The same start changes nothing, also when it has ended since: a late retry cannot undo that. A label alone may be given a share. */
export const startCanary = (command: UnitCommandOf<'StartCanary'>, unit: Unit): readonly UnitEvent[] => {
  const known = installed(unit);
  const { manifest, canary } = known;
  const { decisionId, leaseId, fencingToken, share, outcomes, alpha, slots } = command;
  checkDecision(decisionId, 'a canary');
  const violations = termViolations(command);
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the canary is not valid', violations);
  if (isSameStart(canary, command)) return [];
  checkFree(known);
  const { unitId, provenance } = manifest;
  const terms = share === 0 ? { share, outcomes: 0, alpha: 0 } : { share, outcomes, alpha };
  return [
    {
      type: 'UnitCanaryStarted',
      data: {
        unitId,
        slot: slotOf(manifest),
        jobId: provenance.jobId,
        ...terms,
        decisionId,
        leaseId,
        fencingToken,
        slots,
      },
    },
  ];
};

interface Ending {
  readonly outcome: CanaryOutcome;
  readonly reason: string;
  readonly evidence: Evidence;
  readonly slots: readonly SlotVersion[];
}

const ended = ({ manifest, canary }: InstalledUnit, ending: Ending): UnitEvent => {
  const { unitId, provenance } = manifest;
  return {
    type: 'UnitCanaryEnded',
    data: { unitId, slot: slotOf(manifest), jobId: provenance.jobId, share: canary?.share ?? 0, ...ending },
  };
};

export const stopCanary = ({ reason, slots }: UnitCommandOf<'StopCanary'>, unit: Unit): readonly UnitEvent[] => {
  const known = installed(unit);
  checkReason(reason);
  const { canary, manifest } = known;
  if (canary === undefined)
    throw new DomainError('failed_precondition', `unit ${manifest.unitId} has no canary to stop`);
  return isCandidate(known) ? [ended(known, { outcome: 'stopped', reason, evidence: {}, slots })] : [];
};

const isWatched = ({ canary }: InstalledUnit): boolean => canary?.status === 'running' && canary.share > 0;

/** The watch's verdict, which counts while nothing else has ended the canary. */
export const endCanary = (
  { outcome, reason, evidence, slots }: UnitCommandOf<'EndCanary'>,
  unit: Unit,
): readonly UnitEvent[] => {
  const known = installed(unit);
  return isWatched(known) ? [ended(known, { outcome, reason, evidence, slots })] : [];
};

/** A canary that is put in force before its watch has decided ends with that. */
export const endByForce = (unit: InstalledUnit, how: string, slots: readonly SlotVersion[]): readonly UnitEvent[] =>
  isWatched(unit)
    ? [ended(unit, { outcome: 'stopped', reason: `${how} before the watch had decided`, evidence: {}, slots })]
    : [];

/** The unit in force: no candidate any more. */
export const withoutCanary = (unit: InstalledUnit, slots: readonly SlotVersion[]): InstalledUnit =>
  unit.canary === undefined ? unit : { ...unit, canary: { ...unit.canary, status: 'ended', slots } };

/** The unit after the start or the end of its canary. */
export const withCanary = (
  unit: InstalledUnit,
  event: UnitEvent & { readonly type: 'UnitCanaryStarted' | 'UnitCanaryEnded' },
): InstalledUnit => {
  if (event.type === 'UnitCanaryStarted') {
    const { decisionId, share, outcomes, alpha, slots } = event.data;
    return { ...unit, canary: { decisionId, share, outcomes, alpha, status: 'running', started: slots, slots } };
  }
  if (unit.canary === undefined) return unit;
  const { outcome, slots } = event.data;
  return {
    ...unit,
    canary: outcome === 'passed' ? { ...unit.canary, status: 'passed' } : { ...unit.canary, status: 'ended', slots },
  };
};
