import * as cognition from './gen/cognition/v1/cognition.js';
import * as evaluation from './gen/evaluation/v1/evaluation.js';
import * as lease from './gen/lease/v1/lease.js';
import * as logic from './gen/logic/v1/logic.js';
import * as orchestrator from './gen/orchestrator/v1/orchestrator.js';

/** What ts-proto generates for a message. */
export interface Codec<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
  toJSON(message: Message): unknown;
  fromPartial(partial: never): Message;
}

/** A field that a fact cannot do without: a name, or a name inside of a message. */
type Path<Message> = (keyof Message & string) | `${keyof Message & string}.${string}`;

/** A fact's topic, its codec, and what names the things that it is about: without these no view can place it. */
const fact = <Message>(topic: string, codec: Codec<Message>, ...required: readonly Path<Message>[]) => ({
  topic,
  codec,
  required: required as readonly string[],
});

const job = 'ao.orchestrator.job.v1';
const trial = 'ao.evaluation.trial.v1';
const leases = 'ao.lease.lease.v1';
const unit = 'ao.logic.unit.v1';
const slot = 'ao.logic.slot.v1';
const ledger = 'ao.orchestrator.ledger.v1';

/** Every public fact: its ce_type, the topic that carries it, the codec of its message, and the fields that must not be empty. */
export const factTypes = {
  'agent.registered': fact('ao.orchestrator.agent.v1', orchestrator.AgentRegistered, 'profile.id'),
  'orchestrator.job.requested': fact(job, orchestrator.JobRequested, 'jobId'),
  'orchestrator.job.waiting': fact(job, orchestrator.JobWaiting, 'jobId'),
  'orchestrator.job.started': fact(job, orchestrator.JobStarted, 'jobId'),
  'orchestrator.job.denied': fact(job, orchestrator.JobDenied, 'jobId'),
  'orchestrator.job.paused': fact(job, orchestrator.JobPaused, 'jobId'),
  'orchestrator.job.resumed': fact(job, orchestrator.JobResumed, 'jobId'),
  'orchestrator.job.cancelled': fact(job, orchestrator.JobCancelled, 'jobId'),
  'orchestrator.job.failed': fact(job, orchestrator.JobFailed, 'jobId'),
  'orchestrator.job.completed': fact(job, orchestrator.JobCompleted, 'jobId'),
  'governor.hints.applied': fact(job, orchestrator.GovernorHintsApplied, 'jobId'),
  'orchestrator.trial.scheduled': fact(
    job,
    orchestrator.TrialScheduled,
    'trialId',
    'jobId',
    'miniAgent',
    'configurationHash',
  ),
  'orchestrator.trial.pruned': fact(job, orchestrator.TrialPruned, 'jobId', 'configurationHash'),
  'agent.calibrated': fact(job, orchestrator.AgentCalibrated, 'jobId', 'configurationHash'),
  'promotion.decided': fact(job, orchestrator.PromotionDecided, 'decisionId', 'jobId'),
  'promotion.approval.asked': fact(job, orchestrator.ApprovalAsked, 'jobId', 'decisionId'),
  'promotion.approved': fact(job, orchestrator.PromotionApproved, 'jobId'),
  'promotion.declined': fact(job, orchestrator.PromotionDeclined, 'jobId'),
  'promotion.alpha.reserved': fact(ledger, orchestrator.AlphaReserved, 'slot', 'jobId'),
  'promotion.alpha.settled': fact(ledger, orchestrator.AlphaSettled, 'slot'),
  'logic.unit.suggested': fact(job, orchestrator.LogicUnitSuggested, 'jobId', 'unitId', 'slot'),
  'taskset.registered': fact('ao.evaluation.taskset.v1', evaluation.TaskSetRegistered, 'taskSet.name', 'taskSet.hash'),
  'episode.completed': fact('ao.evaluation.episode.v1', evaluation.EpisodeCompleted, 'episodeId', 'trialId', 'jobId'),
  'evaluation.trial.progressed': fact(trial, evaluation.TrialProgressed, 'trialId', 'jobId'),
  'evaluation.trial.completed': fact(trial, evaluation.TrialCompleted, 'trialId', 'jobId'),
  'evaluation.trial.failed': fact(trial, evaluation.TrialFailed, 'trialId', 'jobId'),
  'lease.granted': fact(leases, lease.LeaseGranted, 'leaseId'),
  'lease.denied': fact(leases, lease.LeaseDenied, 'leaseId'),
  'lease.released': fact(leases, lease.LeaseReleased, 'leaseId'),
  'lease.expired': fact(leases, lease.LeaseExpired, 'leaseId'),
  'budget.reserved': fact(leases, lease.BudgetReserved, 'leaseId', 'reservationId'),
  'budget.committed': fact(leases, lease.BudgetCommitted, 'leaseId', 'reservationId'),
  'policy.installed': fact('ao.lease.policy.v1', lease.PolicySetInstalled, 'hash'),
  'logic.unit.installed': fact(unit, logic.UnitInstalled, 'manifest.unitId'),
  'logic.unit.applied': fact(unit, logic.UnitApplied, 'unitId'),
  'logic.unit.promoted': fact(unit, logic.UnitPromoted, 'unitId'),
  'logic.unit.reverted': fact(unit, logic.UnitReverted, 'unitId'),
  'logic.unit.canary_started': fact(unit, logic.UnitCanaryStarted, 'unitId', 'slot'),
  'logic.unit.canary_ended': fact(unit, logic.UnitCanaryEnded, 'unitId', 'slot'),
  'logic.unit.stale': fact(unit, logic.UnitStale, 'unitId', 'slot'),
  'logic.slot.changed': fact(slot, logic.SlotChanged, 'slot'),
  'logic.slot.labelled': fact(slot, logic.SlotLabelled, 'slot'),
  'modular.outcome.reported': fact('ao.cognition.outcome.v1', cognition.OutcomeReported, 'answerId', 'slot'),
} as const;

export type FactType = keyof typeof factTypes;

type MessageOf<Type extends FactType> =
  (typeof factTypes)[Type]['codec'] extends Codec<infer Message> ? Message : never;

/** A fact with its message decoded. */
export type DecodedFact = {
  readonly [Type in FactType]: { readonly type: Type; readonly data: MessageOf<Type> };
}[FactType];

export const isFactType = (type: string): type is FactType => Object.hasOwn(factTypes, type);

/** The message of a fact, whatever it lacks; undefined for a type that this version does not know. Throws on bytes that are not that message. */
export const readFact = (type: string, value: Uint8Array): DecodedFact | undefined =>
  isFactType(type)
    ? ({ type, data: (factTypes[type].codec as Codec<unknown>).decode(value) } as DecodedFact)
    : undefined;

const fieldAt = (data: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, name) =>
        typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>)[name] : undefined,
      data,
    );

const snakePath = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The required fields that a fact leaves empty, as in its proto; none: the fact can be placed. */
export const missingFields = ({ type, data }: DecodedFact): readonly string[] =>
  factTypes[type].required.filter((path) => !fieldAt(data, path)).map(snakePath);

/**
 * The message of a fact that can be handled; undefined for a type that this version does not know. Throws on bytes that are not that
 * message, and on a message that lacks a required field: an empty record decodes as a message of empty fields.
 */
export const decodeFact = (type: string, value: Uint8Array): DecodedFact | undefined => {
  const fact = readFact(type, value);
  const missing = fact === undefined ? [] : missingFields(fact);
  if (missing.length > 0) throw new TypeError(`${missing.join(' and ')} must not be empty`);
  return fact;
};

/** Topic and bytes of a fact. */
export const encodeFact = ({ type, data }: DecodedFact): { topic: string; value: Uint8Array } => ({
  topic: factTypes[type].topic,
  value: (factTypes[type].codec as Codec<unknown>).encode(data).finish(),
});

/** The fact's message as snake_case JSON. */
export const factToJson = ({ type, data }: DecodedFact): Record<string, unknown> =>
  (factTypes[type].codec as Codec<unknown>).toJSON(data) as Record<string, unknown>;
