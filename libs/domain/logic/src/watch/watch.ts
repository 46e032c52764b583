import { canaryInitial, canaryStep, driftInitial, driftStep, type CanaryState, type DriftState } from '@ao/science';
import type { ChangeCommand } from '../change/slot-commands.js';
import { inForce, type Slot } from '../slot/slot.state.js';
import type { Evidence } from '../unit/unit.events.js';
import { canarySide, confidenceLabel, type Outcome } from './outcome.js';

/** How far a canary's watch has come; plain JSON. */
export interface CanaryWatch {
  readonly kind: 'canary';
  readonly unitId: string;
  /** Version of the slot with which the canary began: another canary of the unit starts anew. */
  readonly since: number;
  readonly state: CanaryState;
}

/** How far the watch over a unit's confidences has come; plain JSON. It goes on where the unit comes back in force. */
export interface DriftWatch {
  readonly kind: 'drift';
  readonly unitId: string;
  readonly state: DriftState;
}

export type Watch = CanaryWatch | DriftWatch;

/** What an outcome did to a watch, and what follows from it. */
export interface Watched {
  readonly watch: Watch;
  readonly verdict?: ChangeCommand;
}

const named = (state: object, names: Readonly<Record<string, string>>): Evidence =>
  Object.fromEntries(
    Object.entries(names).map(([name, field]) => [name, (state as Readonly<Record<string, number>>)[field] ?? 0]),
  );

const canaryEvidence = (state: CanaryState): Evidence =>
  named(state, {
    candidate: 'candidate',
    production: 'production',
    candidate_solved: 'candidateSolved',
    production_solved: 'productionSolved',
    log_e_value: 'logEValue',
    log_threshold: 'logThreshold',
  });

const driftEvidence = (state: DriftState): Evidence =>
  named(state, {
    outcomes: 'outcomes',
    log_wealth: 'logWealth',
    log_threshold: 'logThreshold',
    mean_confidence: 'meanConfidence',
    solve_rate: 'solveRate',
  });

const canaryVerdict = (state: CanaryState): ChangeCommand | undefined => {
  if (state.status === 'running') return undefined;
  const counts = `the candidate solved ${state.candidateSolved} of ${state.candidate}, production ${state.productionSolved} of ${state.production}`;
  const reason = state.status === 'worse' ? `${counts}: shown to be worse` : `${counts}: not shown to be worse`;
  return { type: 'EndCanary', outcome: state.status, reason, evidence: canaryEvidence(state) };
};

/** One outcome and the canary; undefined: it does not count. */
export const stepCanary = (outcome: Outcome, slot: Slot, known: CanaryWatch | undefined): Watched | undefined => {
  const { candidate } = slot;
  const label = canarySide(outcome, slot);
  if (candidate === null || label === undefined) return undefined;
  const { unitId, since, alpha, outcomes } = candidate;
  const before = known?.unitId === unitId && known.since === since ? known.state : canaryInitial({ alpha, outcomes });
  if (before.status !== 'running') return undefined;
  const state = canaryStep(before, { label, solved: outcome.solved });
  const verdict = canaryVerdict(state);
  return { watch: { kind: 'canary', unitId, since, state }, ...(verdict === undefined ? {} : { verdict }) };
};

const driftVerdict = (slot: string, state: DriftState): ChangeCommand => {
  const evidence = driftEvidence(state);
  const [said, was] = [evidence['mean_confidence'] ?? 0, evidence['solve_rate'] ?? 0];
  const reason = `its confidences can no longer be believed: over ${evidence['outcomes']} outcomes it said ${said.toFixed(3)} on average and was right in ${was.toFixed(3)}`;
  return { type: 'MarkStale', slot, reason, evidence };
};

/** One outcome and the confidences of the unit in force; undefined: it does not count, or the unit is known to be stale. */
export const stepDrift = (outcome: Outcome, slot: Slot, known: DriftWatch | undefined): Watched | undefined => {
  const label = confidenceLabel(outcome, slot);
  const unitId = inForce(slot)?.unitId;
  if (label === undefined || unitId === undefined || slot.stale.has(unitId)) return undefined;
  const state = driftStep(known?.unitId === unitId ? known.state : driftInitial(), label);
  return {
    watch: { kind: 'drift', unitId, state },
    ...(state.alarmed ? { verdict: driftVerdict(outcome.slot, state) } : {}),
  };
};
