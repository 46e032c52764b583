import { DomainError, type FieldViolation } from '@ao/kernel';
import { strategies, strategyDefaults } from '@ao/science';
import type { CatalogueEntry } from '../catalogue/catalogue.decider.js';
import { checkBudget, normaliseBudget, type RawBudget } from './budget.js';
import { checkHints, normaliseHints, type RawHints } from './hints.js';
import type { Budget, GateRules, Hints, TaskSetSnapshot, TrainingRequest } from './training-job.events.js';

/** A training as asked for: empty, 0 and absent mean the default. */
export interface RawTraining {
  readonly goal: string;
  readonly strategy: { readonly name: string; readonly candidates: number };
  readonly budget: RawBudget;
  readonly hints: RawHints;
  readonly topics: readonly string[];
  readonly idempotencyKey: string;
}

/** What the edge looked up or drew. */
export interface TrainingFacts {
  readonly jobId: string;
  readonly entry: CatalogueEntry;
  readonly taskSet: TaskSetSnapshot;
  readonly taskSetRole: string;
  readonly seed: number;
  readonly gate: GateRules;
  readonly subject: string;
  readonly corrId: string;
  readonly fingerprint: string;
}

const when = (wrong: boolean, path: string, message: string): FieldViolation[] => (wrong ? [{ path, message }] : []);
const names = Object.keys(strategies);

const checkStrategy = ({ name, candidates }: RawTraining['strategy']): FieldViolation[] => [
  ...when(name !== '' && !names.includes(name), 'strategy.name', `must be one of ${names.join(', ')}, not "${name}"`),
  ...when(!Number.isInteger(candidates) || candidates < 0 || candidates > 1000, 'strategy.candidates', `must be a whole number from 0 (the default) to 1000, not ${candidates}`),
];

const checkTopics = (topics: readonly string[]): FieldViolation[] => [
  ...when(topics.length > 16, 'topics', `must be at most 16, not ${topics.length}`),
  ...topics.flatMap((topic, index) => when(topic.length === 0 || topic.length > 100, `topics.${index}`, 'must have 1 to 100 characters')),
];

const checkFit = ({ entry, taskSet, taskSetRole }: TrainingFacts): FieldViolation[] => [
  ...when(taskSetRole !== entry.profile.role, 'task_set', `"${taskSet.name}" is for the role ${taskSetRole}; ${entry.profile.id} has the role ${entry.profile.role}`),
  ...when(entry.profile.searchSpace.length === 0, 'mini_agent', `"${entry.profile.id}" has no search space: there is nothing to train`),
  ...when(taskSet.holdout === 0, 'task_set', `"${taskSet.name}" has no holdout items: nothing could be proven`),
];

const presetCandidates: Readonly<Record<Hints['preset'], number>> = { quick: 8, balanced: 24, thorough: 64 };

/** As many candidates as asked for; else as many as get the wished episodes each; else the preset's. */
const candidatesFor = (asked: number, hints: Hints, budget: Budget): number => {
  if (asked > 0) return asked;
  if (hints.episodes === null) return presetCandidates[hints.preset];
  return Math.min(1000, Math.max(1, Math.floor((budget.episodes * hints.budget) / hints.episodes)));
};

/** Checks a training as a whole and fills in every default. Throws DomainError `invalid_argument` that lists everything that is wrong. */
export const trainingRequest = (raw: RawTraining, facts: TrainingFacts): TrainingRequest => {
  const violations = [
    ...when(raw.goal !== '' && raw.goal !== 'solve_rate', 'goal', `must be solve_rate, not "${raw.goal}"`),
    ...checkStrategy(raw.strategy),
    ...checkBudget(raw.budget),
    ...checkHints(raw.hints),
    ...checkTopics(raw.topics),
    ...when(raw.idempotencyKey.length > 200, 'idempotency_key', 'must have at most 200 characters'),
    ...checkFit(facts),
  ];
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the training request is not valid', violations);
  const { profile, runtime } = facts.entry;
  const hints = normaliseHints(raw.hints);
  const budget = normaliseBudget(raw.budget, hints, { tokens: profile.maxTokensPerEpisode, costMicros: profile.maxCostMicrosPerEpisode });
  return {
    jobId: facts.jobId,
    agent: { ...profile, runtime },
    taskSet: facts.taskSet,
    goal: 'solve_rate',
    strategy: { name: raw.strategy.name || strategyDefaults.name, candidates: candidatesFor(raw.strategy.candidates, hints, budget) },
    budget,
    seed: facts.seed,
    gate: facts.gate,
    hints,
    topics: raw.topics,
    tags: ['agent_training', `agent:${profile.id}`, `task_set:${facts.taskSet.name}`],
    slot: `${profile.id}/${facts.taskSet.name}`,
    subject: facts.subject,
    corrId: facts.corrId,
    fingerprint: facts.fingerprint,
  };
};
