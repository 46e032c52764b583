import {
  margin,
  marginLimits,
  oneOf,
  outside,
  share,
  spendingRules,
  textLength,
  textLimits,
  trainingLimits,
  when,
  whole,
  type FieldViolation,
} from '@ao/kernel';
import { gateDefaults, shareAlpha, type GateMetric, type GatePolicy, type SpendingName } from '@ao/science';

/** The rules of a job's gate, where it was recorded before a rule existed with that rule's default: no guard, no confirmation. */
export const gateRules = ({ gate }: { readonly gate: Partial<GateRules> }): GateRules => ({
  ...recordedDefaults,
  slotAlpha: gate.alpha ?? gateDefaults.alpha,
  ...gate,
});

/** What a job's gate promises and guards, frozen with the request. See GatePolicy for the fields that are its own. */
export interface GateRules extends Omit<GatePolicy, 'metric' | 'minPairs' | 'maxPairs' | 'guardrailAlpha'> {
  /** The error that the slot may spend over its whole life; `alpha` is the most of it that this job may spend. */
  readonly slotAlpha: number;
  readonly spending: SpendingName;
  /** Items at the end of the holdout's order on which the gain is measured: the same for every seed. No verdict of the job uses them. */
  readonly confirmationItems: number;
  /** Looks at one version of a holdout after which a fresh one is due. */
  readonly holdoutLooks: number;
}

/** What the operator says for every job. */
export type OperatorGate = Pick<GateRules, 'alpha' | 'minGain' | 'latencyMargin' | 'latencyFloorMs' | 'tokensMargin'>;

/** What the gate promises where the operator says nothing: measured latency is noisy, so its margin is wide and a few milliseconds decide nothing. */
export const operatorGateDefaults: OperatorGate = {
  alpha: 0.05,
  latencyMargin: 1,
  latencyFloorMs: 10,
  tokensMargin: 0.25,
  minGain: 0.05,
};

/** The gate as asked for: absent, empty and 0 mean the default; a negative margin switches a guard off. */
export interface RawGate {
  readonly alpha?: number;
  readonly minGain?: number;
  readonly futility?: number;
  readonly runsPerItem: number;
  readonly confirmationItems?: number;
  readonly spending: string;
  readonly holdoutLooks: number;
  readonly latencyMargin?: number;
  readonly tokensMargin?: number;
  readonly costMargin?: number;
  readonly calibrationMargin?: number;
  readonly slices: readonly { readonly name: string; readonly margin: number }[];
  readonly refusalMargin?: number;
  readonly lengthMargin?: number;
}

export const rawGateDefaults: RawGate = { runsPerItem: 0, spending: '', holdoutLooks: 0, slices: [] };

/** What the rules of a gate depend on besides what was asked for. */
export interface GateFacts {
  readonly operator: OperatorGate;
  /** What the slot's ledger says; null where the slot has none yet. */
  readonly ledger: { readonly slotAlpha: number; readonly spending: SpendingName } | null;
  readonly metric: GateMetric;
  readonly deterministic: boolean;
  readonly holdout: number;
}

const { minPairs: _pairs, maxPairs: _most, guardrailAlpha: _alpha, metric: _metric, ...policyDefaults } = gateDefaults;

const recordedDefaults: Omit<GateRules, 'slotAlpha'> = {
  ...policyDefaults,
  spending: 'family_wise',
  confirmationItems: 0,
  holdoutLooks: 20,
  costMargin: null,
  calibrationMargin: null,
  refusalMargin: null,
  lengthMargin: null,
};

const mostConfirmationItems = 100;
const defaultLooks = 20;
/** The margins by their names in a request. */
const margins = {
  latencyMargin: 'latency_margin',
  tokensMargin: 'tokens_margin',
  costMargin: 'cost_margin',
  calibrationMargin: 'calibration_margin',
  refusalMargin: 'refusal_margin',
  lengthMargin: 'length_margin',
} as const satisfies Readonly<Record<keyof typeof marginLimits, string>>;

const checkAlpha = (alpha: number | undefined, most: number): FieldViolation[] =>
  when(
    alpha !== undefined && !(alpha > 0 && alpha <= most),
    'gate.alpha',
    `must be above 0 and at most ${most}, the error that the slot may spend over its life, not ${alpha}`,
  );

const checkRuns = ({ runsPerItem }: RawGate, { deterministic, metric }: GateFacts): FieldViolation[] => [
  ...whole('gate.runs_per_item', runsPerItem, 0, trainingLimits.runsPerItem),
  ...when(
    runsPerItem > 1 && deterministic,
    'gate.runs_per_item',
    'must be 1: the agent is deterministic, every run would be the same',
  ),
  ...when(
    metric === 'pass_k' && runsPerItem < 2,
    'gate.runs_per_item',
    `must be at least 2 for the goal pass_k, not ${runsPerItem}`,
  ),
];

const checkSpending = (spending: string, ledger: GateFacts['ledger']): FieldViolation[] => [
  ...oneOf('gate.spending', spending, spendingRules),
  ...when(
    ledger !== null && spending !== '' && spending !== ledger.spending,
    'gate.spending',
    `must be ${ledger?.spending ?? ''}: the slot spends its error so, for life`,
  ),
];

const checkSlices = (slices: RawGate['slices']): FieldViolation[] => [
  ...when(
    slices.length > trainingLimits.slices,
    'gate.slices',
    `must be at most ${trainingLimits.slices}, not ${slices.length}`,
  ),
  ...when(new Set(slices.map(({ name }) => name)).size < slices.length, 'gate.slices', 'must name each slice once'),
  ...slices.flatMap(({ name, margin: allowed }, index) => [
    ...textLength(`gate.slices.${index}.name`, name, 1, textLimits.slice),
    ...outside(`gate.slices.${index}.margin`, allowed, 0, 1),
  ]),
];

/** What is wrong with a gate as asked for, if anything. */
export const checkGate = (raw: RawGate, facts: GateFacts): FieldViolation[] => [
  ...checkAlpha(raw.alpha, facts.ledger?.slotAlpha ?? facts.operator.alpha),
  ...share('gate.min_gain', raw.minGain),
  ...when(
    raw.futility !== undefined && !(raw.futility >= 0 && raw.futility < 1),
    'gate.futility',
    `must be from 0 to below 1, not ${raw.futility}`,
  ),
  ...checkRuns(raw, facts),
  ...whole('gate.confirmation_items', raw.confirmationItems ?? 0, 0, facts.holdout),
  ...whole('gate.holdout_looks', raw.holdoutLooks, 0, trainingLimits.holdoutLooks),
  ...checkSpending(raw.spending, facts.ledger),
  ...(Object.keys(margins) as (keyof typeof margins)[]).flatMap((field) =>
    margin(`gate.${margins[field]}`, raw[field], marginLimits[field]),
  ),
  ...checkSlices(raw.slices),
];

const orDefault = (asked: number | undefined, fallback: number | null): number | null =>
  asked === undefined ? fallback : asked < 0 ? null : asked;

type Margins = Pick<
  GateRules,
  'latencyMargin' | 'tokensMargin' | 'costMargin' | 'calibrationMargin' | 'refusalMargin' | 'lengthMargin'
>;

const marginsOf = (raw: RawGate, operator: OperatorGate): Margins => ({
  latencyMargin: orDefault(raw.latencyMargin, operator.latencyMargin),
  tokensMargin: orDefault(raw.tokensMargin, operator.tokensMargin),
  costMargin: orDefault(raw.costMargin, 0.25),
  calibrationMargin: orDefault(raw.calibrationMargin, null),
  refusalMargin: orDefault(raw.refusalMargin, gateDefaults.refusalMargin),
  lengthMargin: orDefault(raw.lengthMargin, gateDefaults.lengthMargin),
});

const errorOf = (
  raw: RawGate,
  { operator, ledger }: GateFacts,
): Pick<GateRules, 'slotAlpha' | 'alpha' | 'spending'> => {
  const slotAlpha = ledger?.slotAlpha ?? operator.alpha;
  const asked = spendingRules.find((name) => name === raw.spending);
  return { slotAlpha, alpha: raw.alpha ?? slotAlpha, spending: asked ?? ledger?.spending ?? 'family_wise' };
};

/** The gate's rules with every default in place. Call checkGate first. */
export const normaliseGate = (raw: RawGate, facts: GateFacts): GateRules => ({
  ...policyDefaults,
  ...errorOf(raw, facts),
  minGain: raw.minGain ?? facts.operator.minGain,
  futility: raw.futility ?? gateDefaults.futility,
  runsPerItem: raw.runsPerItem || 1,
  confirmationItems: raw.confirmationItems ?? Math.min(mostConfirmationItems, Math.floor(facts.holdout / 5)),
  holdoutLooks: raw.holdoutLooks || defaultLooks,
  latencyFloorMs: facts.operator.latencyFloorMs,
  ...marginsOf(raw, facts.operator),
  slices: raw.slices,
});

/** The most error that the job lets this finalist spend, whatever the slot's ledger offers: a share of its own where the job asks for less than the slot has. */
export const alphaCap = ({ alpha, slotAlpha }: Pick<GateRules, 'alpha' | 'slotAlpha'>, finalist: number): number =>
  alpha < slotAlpha ? shareAlpha(alpha, finalist) : slotAlpha;
