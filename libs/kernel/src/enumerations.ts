/**
 * Every closed list of values that more than one place must know, once. The TypeScript union, the schema of a request, the OpenAPI
 * document, the choices of the command line and the comments of the proto files follow from the list here; specs hold them to it.
 */

/** What a mini-agent is for. */
export const roles = ['chat', 'recall', 'interpretation', 'compression', 'validation', 'tooling', 'planner'] as const;
export type Role = (typeof roles)[number];

/** Where an item belongs. Search sees train and dev, never holdout. */
export const splits = ['train', 'dev', 'holdout'] as const;
export type Split = (typeof splits)[number];

/** What a comparison measures: the share solved, the mean score, solved by every run, one minus Brier's score. */
export const goals = ['solve_rate', 'score', 'pass_k', 'calibration'] as const;
export type Goal = (typeof goals)[number];

/** How the next configurations of a search are chosen. */
export const searchStrategies = ['random', 'successive_halving'] as const;
export type SearchStrategy = (typeof searchStrategies)[number];

/** How much a job may spend where it does not say. */
export const trainingPresets = ['quick', 'balanced', 'thorough'] as const;
export type TrainingPreset = (typeof trainingPresets)[number];

/** Whether a job tests what it found on the holdout, or only searches. */
export const trainingModes = ['full', 'search_only'] as const;
export type TrainingMode = (typeof trainingModes)[number];

/** Whether a search looks far from what is good already or close to it. */
export const searchModes = ['explore', 'balanced', 'exploit'] as const;
export type SearchMode = (typeof searchModes)[number];

/** How the error of a slot is shared over its life. */
export const spendingRules = ['family_wise', 'e_lond'] as const;
export type SpendingRule = (typeof spendingRules)[number];

/** What happens to a candidate that is proven better. */
export const promotionModes = ['automatic', 'approval', 'canary'] as const;
export type PromotionMode = (typeof promotionModes)[number];

/** How a version's confidences are served. */
export const calibrationMethods = ['none', 'temperature', 'platt', 'beta', 'isotonic'] as const;
export type CalibrationMethodName = (typeof calibrationMethods)[number];

/** What a job may ask for: a method, or the one that cross-validation finds best. */
export const calibrationChoices = ['auto', ...calibrationMethods] as const;
export type CalibrationChoice = (typeof calibrationChoices)[number];

/** What an answer that is not sure enough becomes. */
export const abstentionActions = ['abstain', 'escalate'] as const;
export type AbstentionAction = (typeof abstentionActions)[number];

/** What a job's decision says of its candidate. */
export const verdictOutcomes = ['promoted', 'rejected', 'held'] as const;
export type VerdictOutcome = (typeof verdictOutcomes)[number];

/** What a trial is run for. */
export const trialPurposes = ['search', 'gate', 'confirmation'] as const;
export type TrialPurpose = (typeof trialPurposes)[number];

/** Which side of a comparison a trial measures. */
export const trialArms = ['candidate', 'incumbent'] as const;
export type TrialArm = (typeof trialArms)[number];

/**
 * Where a job is. awaiting_approval: a proven candidate waits for a person; canary: it has a share of the traffic, and what comes of it
 * decides. Both are parts of running.
 */
export const jobStatuses = [
  'requested',
  'waiting',
  'running',
  'awaiting_approval',
  'canary',
  'paused',
  'completed',
  'cancelled',
  'denied',
  'failed',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** The statuses of a job in which nothing more happens. */
export const finalJobStatuses = ['completed', 'cancelled', 'denied', 'failed'] as const satisfies readonly JobStatus[];

/** Where a trial is. */
export const trialStatuses = ['scheduled', 'running', 'completed', 'failed'] as const;
export type TrialStatus = (typeof trialStatuses)[number];

/** Where a lease is. */
export const leaseStatuses = ['granted', 'denied', 'released', 'expired'] as const;
export type LeaseStatus = (typeof leaseStatuses)[number];

/** Where a Logic Unit is. */
export const unitStatuses = ['suggested', 'installed', 'applied', 'promoted', 'reverted'] as const;
export type UnitStatus = (typeof unitStatuses)[number];

/** What set the configuration that a slot serves. */
export const slotCauses = ['applied', 'promoted', 'reverted'] as const;
export type SlotCause = (typeof slotCauses)[number];

/** Labels of a slot: what serves, what is tried, what served before. */
export const slotLabels = ['production', 'candidate', 'previous'] as const;
export type SlotLabel = (typeof slotLabels)[number];

/** The labels that answer. */
export const servedLabels = ['production', 'candidate'] as const satisfies readonly SlotLabel[];
export type ServedLabel = (typeof servedLabels)[number];

/** How a canary ended. */
export const canaryOutcomes = ['passed', 'worse', 'stopped'] as const;
export type CanaryOutcome = (typeof canaryOutcomes)[number];

/** Where a canary is. */
export const canaryStatuses = ['running', ...canaryOutcomes] as const;
export type CanaryStatus = (typeof canaryStatuses)[number];

/** What became of a question. */
export const answerDecisions = ['answered', 'abstained', 'escalated'] as const;
export type AnswerDecision = (typeof answerDecisions)[number];

/** A person's word on a promotion. */
export const approvalStates = ['asked', 'approved', 'declined'] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** Where an action is. */
export const actionStatuses = ['accepted', 'succeeded', 'failed'] as const;
export type ActionStatus = (typeof actionStatuses)[number];

/** Whether a value is one of a list. */
export const isOneOf = <const Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  (values as readonly unknown[]).includes(value);
