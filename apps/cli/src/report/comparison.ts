import type { DecisionRow, Outcome, ReportRow, TrialRow } from '../jobs/rows.js';
import type { CalibrationRow } from '../jobs/policy-rows.js';
import type { Arm } from './arm.js';
import { armOfOutcomes } from './arm-of-outcomes.js';
import { armOfReports } from './arm-of-reports.js';
import { servedCalibration, type ServedCalibration } from './served-calibration.js';

/** Baseline against the candidate that the report is about. */
export interface Comparison {
  readonly incumbent: Arm;
  readonly candidate: Arm;
  /** "gate": paired on the holdout; "search": on items that the search has seen, so flattering to the candidate. */
  readonly purpose: 'gate' | 'search';
  /** Items that only one side solved, or that it solved in more of its runs; null where outcomes were not read. */
  readonly turned: { readonly won: readonly string[]; readonly lost: readonly string[] } | null;
  /** True when the arms were measured from every outcome, false when reports were pooled. */
  readonly exact: boolean;
  /** What the candidate's recalibration is worth on the holdout; null where it is not known. */
  readonly served: ServedCalibration | null;
}

/** What of the outcomes a verdict took. */
export interface Taken {
  /** Items. */
  readonly pairs: number;
  /** Runs on each. */
  readonly runs: number;
  /** How the candidate's confidences are served. */
  readonly calibration?: CalibrationRow;
}

/** The trials of both arms, in the order of their items. */
export interface ArmTrials {
  readonly purpose: 'gate' | 'search';
  readonly incumbent: readonly string[];
  readonly candidate: readonly string[];
}

const telling = ['promoted', 'held', 'rejected'];

/** The decision that the report is about: the promotion, else one that was held, else that on the search's best. Decisions come oldest first. */
export const mainDecision = (decisions: readonly DecisionRow[]): DecisionRow | undefined =>
  [...decisions].sort((a, b) => telling.indexOf(a.outcome) - telling.indexOf(b.outcome))[0];

const inOrder = (trials: readonly TrialRow[]): readonly TrialRow[] => [...trials].sort((a, b) => a.round - b.round);

const gateTrials = (trials: readonly TrialRow[], { candidate_hash }: DecisionRow): ArmTrials => {
  const gate = inOrder(trials.filter(({ purpose, status }) => purpose === 'gate' && status === 'completed'));
  const candidate = gate.filter(
    ({ arm, configuration_hash }) => arm === 'candidate' && configuration_hash === candidate_hash,
  );
  const rounds = new Set(candidate.map(({ round }) => round));
  const incumbent = gate.filter(({ arm, round }) => arm === 'incumbent' && rounds.has(round));
  return {
    purpose: 'gate',
    candidate: candidate.map(({ trial_id }) => trial_id),
    incumbent: incumbent.map(({ trial_id }) => trial_id),
  };
};

/** Where nothing met at the gate: the incumbent and the best candidate of the search's last round. */
const searchTrials = (trials: readonly TrialRow[]): ArmTrials => {
  const measured = trials.filter(({ purpose, status }) => purpose === 'search' && status === 'completed');
  const candidates = measured.filter(({ arm }) => arm === 'candidate');
  const last = Math.max(...candidates.map(({ round }) => round));
  const best = candidates
    .filter(({ round }) => round === last)
    .sort((a, b) => (b.solve_rate ?? 0) - (a.solve_rate ?? 0))[0];
  const ids = (wanted: (trial: TrialRow) => boolean): string[] =>
    inOrder(measured.filter(wanted)).map(({ trial_id }) => trial_id);
  return {
    purpose: 'search',
    incumbent: ids(({ arm }) => arm === 'incumbent'),
    candidate: ids(({ configuration_hash }) => configuration_hash === best?.configuration_hash),
  };
};

/** The trials that a comparison is made of; undefined where one side was never measured. */
export const armTrials = (trials: readonly TrialRow[], decision: DecisionRow | undefined): ArmTrials | undefined => {
  const found = decision === undefined ? searchTrials(trials) : gateTrials(trials, decision);
  return found.incumbent.length > 0 && found.candidate.length > 0 ? found : undefined;
};

const solvedRuns = (outcomes: readonly Outcome[]): ReadonlyMap<string, number> => {
  const runs = new Map<string, number>();
  for (const { item_id, solved } of outcomes) runs.set(item_id, (runs.get(item_id) ?? 0) + Number(solved));
  return runs;
};

const turnedItems = (incumbent: readonly Outcome[], candidate: readonly Outcome[]): Comparison['turned'] => {
  const [before, after] = [solvedRuns(incumbent), solvedRuns(candidate)];
  const turned = (sign: number): string[] =>
    [...after].filter(([item, runs]) => Math.sign(runs - (before.get(item) ?? runs)) === sign).map(([item]) => item);
  return { won: turned(1), lost: turned(-1) };
};

/** Compares what the outcomes of both arms say; of the gate's, those that the verdict took. */
export const compareOutcomes = (
  purpose: Comparison['purpose'],
  before: readonly Outcome[],
  after: readonly Outcome[],
  taken: Taken = { pairs: Infinity, runs: 1 },
): Comparison => {
  const [incumbent, candidate] = [before, after].map((outcomes) => outcomes.slice(0, taken.pairs * taken.runs)) as [
    Outcome[],
    Outcome[],
  ];
  const served = purpose === 'gate' ? servedCalibration(taken.calibration, candidate) : null;
  return {
    purpose,
    exact: true,
    served,
    turned: turnedItems(incumbent, candidate),
    incumbent: armOfOutcomes(incumbent),
    candidate: armOfOutcomes(candidate),
  };
};

/** Compares what the reports of both arms say. */
export const compareReports = (
  { purpose, incumbent, candidate }: ArmTrials,
  reports: readonly ReportRow[],
): Comparison => {
  const of = (ids: readonly string[]): Arm => armOfReports(reports.filter(({ trial_id }) => ids.includes(trial_id)));
  return { purpose, exact: false, served: null, turned: null, incumbent: of(incumbent), candidate: of(candidate) };
};
