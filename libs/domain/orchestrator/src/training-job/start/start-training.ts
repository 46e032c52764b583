import {
  DomainError,
  goals,
  oneOf,
  searchStrategies,
  slotOf as slotName,
  textLength,
  textLimits,
  trainingLimits,
  trainingModes,
  when,
  whole,
  type FieldViolation,
  type JsonObject,
} from '@ao/kernel';
import { strategyDefaults, type GateMetric } from '@ao/science';
import { checkSpace, type CatalogueEntry } from '../../catalogue/catalogue.decider.js';
import { checkBudget, normaliseBudget, type RawBudget } from './budget.js';
import { checkCalibration, normaliseCalibration, type RawCalibration } from '../gate/calibration-rules.js';
import { worstCaseViolations } from '../budget/caps.js';
import { leastEpisodes } from '../budget/episodes-needed.js';
import { checkGate, normaliseGate, type GateFacts, type OperatorGate, type RawGate } from '../gate/gate-rules.js';
import { checkHoldout, pairsNeeded, type LedgerFacts } from './first-test.js';
import { checkHints, normaliseHints, type RawHints } from './hints.js';
import { checkPromotion, normalisePromotion, type RawPromotion } from '../promotion/promotion-rules.js';
import { type Budget, type Hints, type TaskSetSnapshot, type TrainingRequest } from './training-request.js';

/** A training as asked for: empty, 0 and absent mean the default. */
export interface RawTraining {
  readonly goal: string;
  readonly strategy: { readonly name: string; readonly candidates: number };
  readonly budget: RawBudget;
  readonly hints: RawHints;
  /** full or search_only; empty: full. */
  readonly mode: string;
  readonly topics: readonly string[];
  readonly idempotencyKey: string;
  readonly gate: RawGate;
  readonly promotion: RawPromotion;
  readonly calibration: RawCalibration;
}

/** What the edge looked up or drew. */
export interface TrainingFacts {
  readonly jobId: string;
  readonly entry: CatalogueEntry;
  readonly taskSet: TaskSetSnapshot;
  readonly taskSetRole: string;
  readonly seed: number;
  readonly gate: OperatorGate;
  /** Null where the slot has no ledger yet. */
  readonly ledger: LedgerFacts | null;
  readonly subject: string;
  readonly corrId: string;
  readonly fingerprint: string;
  readonly asked?: JsonObject;
}

const checkStrategy = ({ name, candidates }: RawTraining['strategy']): FieldViolation[] => [
  ...oneOf('strategy.name', name, searchStrategies),
  ...whole('strategy.candidates', candidates, 0, trainingLimits.candidates),
];

const checkTopics = (topics: readonly string[]): FieldViolation[] => [
  ...when(
    topics.length > trainingLimits.topics,
    'topics',
    `must be at most ${trainingLimits.topics}, not ${topics.length}`,
  ),
  ...topics.flatMap((topic, index) => textLength(`topics.${index}`, topic, 1, textLimits.topic)),
];

const checkFit = ({ entry, taskSet, taskSetRole }: TrainingFacts, searchOnly: boolean): FieldViolation[] => [
  ...when(
    taskSetRole !== entry.profile.role,
    'task_set',
    `"${taskSet.name}" is for the role ${taskSetRole}; ${entry.profile.id} has the role ${entry.profile.role}`,
  ),
  ...when(
    entry.profile.searchSpace.length === 0,
    'mini_agent',
    `"${entry.profile.id}" has no search space: there is nothing to train`,
  ),
  // An agent that was registered before its space was checked.
  ...checkSpace(entry.profile.searchSpace, 'mini_agent.search_space'),
  ...when(
    taskSet.holdout === 0 && !searchOnly,
    'task_set',
    `"${taskSet.name}" has no holdout items: nothing could be proven`,
  ),
];

const goalOf = ({ goal }: RawTraining): GateMetric => goals.find((each) => each === goal) ?? 'solve_rate';

const slotOf = ({ entry, taskSet }: TrainingFacts): string => slotName(entry.profile.id, taskSet.name);

const gateFacts = (raw: RawTraining, { gate, ledger, entry, taskSet }: TrainingFacts): GateFacts => ({
  operator: gate,
  ledger,
  metric: goalOf(raw),
  deterministic: entry.profile.deterministic,
  holdout: taskSet.holdout,
});

const presetCandidates: Readonly<Record<Hints['preset'], number>> = { quick: 8, balanced: 24, thorough: 64 };

/** As many candidates as asked for; else as many as get the wished episodes each; else the preset's. */
const candidatesFor = (asked: number, hints: Hints, budget: Budget): number => {
  if (asked > 0) return asked;
  if (hints.episodes === null) return presetCandidates[hints.preset];
  return Math.min(
    trainingLimits.candidates,
    Math.max(1, Math.floor((budget.episodes * hints.budget) / hints.episodes)),
  );
};

const refuse = (violations: readonly FieldViolation[]): void => {
  if (violations.length > 0)
    throw new DomainError('invalid_argument', 'the training request is not valid', [...violations]);
};

/** A budget that could never give a verdict is refused before anything is spent. */
const checkLeast = (request: TrainingRequest): FieldViolation[] => {
  const least = leastEpisodes(request);
  return when(
    request.budget.episodes < least,
    'budget.episodes',
    `must be at least ${least}: a verdict takes at least ${request.leastPairs} pairs, and the search comes before; ${request.budget.episodes} could give none`,
  );
};

/** Checks a training as a whole and fills in every default. Throws DomainError `invalid_argument` that lists everything that is wrong. */
export const trainingRequest = (raw: RawTraining, facts: TrainingFacts): TrainingRequest => {
  const violations = [
    ...oneOf('goal', raw.goal, goals),
    ...checkStrategy(raw.strategy),
    ...checkBudget(raw.budget),
    ...checkHints(raw.hints, facts.entry.profile.id),
    ...oneOf('mode', raw.mode, trainingModes),
    ...checkTopics(raw.topics),
    ...textLength('idempotency_key', raw.idempotencyKey, 0, textLimits.idempotencyKey),
    ...checkFit(facts, raw.mode === 'search_only'),
    ...checkGate(raw.gate, gateFacts(raw, facts)),
    ...checkPromotion(raw.promotion),
    ...checkCalibration(raw.calibration, slotOf(facts)),
  ];
  refuse(violations);
  const gate = normaliseGate(raw.gate, gateFacts(raw, facts));
  const searchOnly = raw.mode === 'search_only';
  if (!searchOnly) refuse(checkHoldout(gate, facts.ledger, facts.taskSet));
  const { profile, runtime } = facts.entry;
  const hints = normaliseHints(raw.hints);
  const budget = normaliseBudget(raw.budget, hints, {
    tokens: profile.maxTokensPerEpisode,
    costMicros: profile.maxCostMicrosPerEpisode,
  });
  const request: TrainingRequest = {
    jobId: facts.jobId,
    agent: { ...profile, runtime },
    taskSet: facts.taskSet,
    goal: goalOf(raw),
    strategy: {
      name: raw.strategy.name || strategyDefaults.name,
      candidates: candidatesFor(raw.strategy.candidates, hints, budget),
    },
    budget,
    seed: facts.seed,
    gate,
    interleaved: true,
    promotion: normalisePromotion(raw.promotion),
    calibration: normaliseCalibration(raw.calibration),
    hints,
    mode: searchOnly ? 'search_only' : 'full',
    leastPairs: searchOnly ? 0 : pairsNeeded(gate, facts.ledger),
    topics: raw.topics,
    tags: ['agent_training', `agent:${profile.id}`, `task_set:${facts.taskSet.name}`],
    slot: slotOf(facts),
    subject: facts.subject,
    corrId: facts.corrId,
    fingerprint: facts.fingerprint,
    ...(facts.asked === undefined ? {} : { asked: facts.asked }),
  };
  refuse([...checkLeast(request), ...worstCaseViolations(request)]);
  return request;
};
