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

const fact = <Message>(
  topic: string,
  codec: Codec<Message>,
): { readonly topic: string; readonly codec: Codec<Message> } => ({ topic, codec });

const job = 'ao.orchestrator.job.v1';
const trial = 'ao.evaluation.trial.v1';
const leases = 'ao.lease.lease.v1';
const unit = 'ao.logic.unit.v1';
const slot = 'ao.logic.slot.v1';
const ledger = 'ao.orchestrator.ledger.v1';

/** Every public fact: its ce_type, the topic that carries it, and the codec of its message. */
export const factTypes = {
  'agent.registered': fact('ao.orchestrator.agent.v1', orchestrator.AgentRegistered),
  'orchestrator.job.requested': fact(job, orchestrator.JobRequested),
  'orchestrator.job.waiting': fact(job, orchestrator.JobWaiting),
  'orchestrator.job.started': fact(job, orchestrator.JobStarted),
  'orchestrator.job.denied': fact(job, orchestrator.JobDenied),
  'orchestrator.job.paused': fact(job, orchestrator.JobPaused),
  'orchestrator.job.resumed': fact(job, orchestrator.JobResumed),
  'orchestrator.job.cancelled': fact(job, orchestrator.JobCancelled),
  'orchestrator.job.failed': fact(job, orchestrator.JobFailed),
  'orchestrator.job.completed': fact(job, orchestrator.JobCompleted),
  'governor.hints.applied': fact(job, orchestrator.GovernorHintsApplied),
  'orchestrator.trial.scheduled': fact(job, orchestrator.TrialScheduled),
  'orchestrator.trial.pruned': fact(job, orchestrator.TrialPruned),
  'agent.calibrated': fact(job, orchestrator.AgentCalibrated),
  'promotion.decided': fact(job, orchestrator.PromotionDecided),
  'promotion.approval.asked': fact(job, orchestrator.ApprovalAsked),
  'promotion.approved': fact(job, orchestrator.PromotionApproved),
  'promotion.declined': fact(job, orchestrator.PromotionDeclined),
  'promotion.alpha.reserved': fact(ledger, orchestrator.AlphaReserved),
  'promotion.alpha.settled': fact(ledger, orchestrator.AlphaSettled),
  'logic.unit.suggested': fact(job, orchestrator.LogicUnitSuggested),
  'taskset.registered': fact('ao.evaluation.taskset.v1', evaluation.TaskSetRegistered),
  'episode.completed': fact('ao.evaluation.episode.v1', evaluation.EpisodeCompleted),
  'evaluation.trial.progressed': fact(trial, evaluation.TrialProgressed),
  'evaluation.trial.completed': fact(trial, evaluation.TrialCompleted),
  'evaluation.trial.failed': fact(trial, evaluation.TrialFailed),
  'lease.granted': fact(leases, lease.LeaseGranted),
  'lease.denied': fact(leases, lease.LeaseDenied),
  'lease.released': fact(leases, lease.LeaseReleased),
  'lease.expired': fact(leases, lease.LeaseExpired),
  'budget.reserved': fact(leases, lease.BudgetReserved),
  'budget.committed': fact(leases, lease.BudgetCommitted),
  'policy.installed': fact('ao.lease.policy.v1', lease.PolicySetInstalled),
  'logic.unit.installed': fact(unit, logic.UnitInstalled),
  'logic.unit.applied': fact(unit, logic.UnitApplied),
  'logic.unit.promoted': fact(unit, logic.UnitPromoted),
  'logic.unit.reverted': fact(unit, logic.UnitReverted),
  'logic.unit.canary_started': fact(unit, logic.UnitCanaryStarted),
  'logic.unit.canary_ended': fact(unit, logic.UnitCanaryEnded),
  'logic.unit.stale': fact(unit, logic.UnitStale),
  'logic.slot.changed': fact(slot, logic.SlotChanged),
  'logic.slot.labelled': fact(slot, logic.SlotLabelled),
  'modular.outcome.reported': fact('ao.cognition.outcome.v1', cognition.OutcomeReported),
} as const;

export type FactType = keyof typeof factTypes;

type MessageOf<Type extends FactType> =
  (typeof factTypes)[Type]['codec'] extends Codec<infer Message> ? Message : never;

/** A fact with its message decoded. */
export type DecodedFact = {
  readonly [Type in FactType]: { readonly type: Type; readonly data: MessageOf<Type> };
}[FactType];

export const isFactType = (type: string): type is FactType => Object.hasOwn(factTypes, type);

/** The message of a fact; undefined for a type that this version does not know. Throws on bytes that are not that message. */
export const decodeFact = (type: string, value: Uint8Array): DecodedFact | undefined =>
  isFactType(type)
    ? ({ type, data: (factTypes[type].codec as Codec<unknown>).decode(value) } as DecodedFact)
    : undefined;

/** Topic and bytes of a fact. */
export const encodeFact = ({ type, data }: DecodedFact): { topic: string; value: Uint8Array } => ({
  topic: factTypes[type].topic,
  value: (factTypes[type].codec as Codec<unknown>).encode(data).finish(),
});

/** The fact's message as snake_case JSON. */
export const factToJson = ({ type, data }: DecodedFact): Record<string, unknown> =>
  (factTypes[type].codec as Codec<unknown>).toJSON(data) as Record<string, unknown>;
