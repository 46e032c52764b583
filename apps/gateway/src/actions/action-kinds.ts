import { z } from 'zod';
import { calledServices, cognition, logic, nameField, orchestrator, textField, topics } from '@ao/contracts';
import { names, textLimits } from '@ao/kernel';
import type { AccessRole, CallContextOptions } from '@ao/rpc';
import type { Peers } from '../peers/peers.js';
import { answerInput } from '../specialists/specialists.schemas.js';
import { messageFromJson } from './json-message.js';
import { trainingRequest } from '../training/start-training.js';
import { budget, startedJob, startTrainingBody } from '../training/training.schemas.js';

/** Who an action is carried out for. */
export interface ActionContext extends CallContextOptions {
  readonly actionId: string;
}

/** One thing that POST /actions can do. */
export interface ActionKind<Input extends z.ZodType = z.ZodType> {
  readonly input: Input;
  /** Passes it on; the same action again must change nothing. Answers what is shown as the action's result. */
  readonly run: (peers: Peers, input: z.output<Input>, context: ActionContext) => Promise<object>;
  /** Who may ask for it besides admins. */
  readonly roles?: readonly AccessRole[];
  /** Milliseconds that it may take. Default 10 seconds. */
  readonly deadlineMs?: number;
}

const publishingServices = calledServices.filter(({ facts }) => Object.keys(facts).length > 0).map(({ name }) => name);
const topicNames = Object.values(topics).map(({ name }) => name);

const kind = <Input extends z.ZodType>(definition: ActionKind<Input>): ActionKind<Input> => definition;

const id = textField(1, textLimits.id);
const reason = textField(0, textLimits.reason).default('').describe('Why, for the record.');
const job = z.strictObject({ job_id: id.describe('The job.') });
const unit = z.strictObject({ unit_id: nameField(names.unitId).describe('The unit.') });
const said = job.extend({
  reason: textField(1, textLimits.reason).regex(/\S/, 'must not be blank').describe('Why, for the record.'),
});
const archived = z.boolean().default(true).describe('false: takes it back.');
const jsonObject = z.looseObject({});

const slotVersions = (slots: readonly logic.SlotVersion[]): object => ({
  slots: slots.map(({ slot, version }) => ({ slot, version })),
});

const cancel = kind({
  input: job.extend({ reason }),
  run: ({ training }, { job_id: jobId, reason: why }, context) =>
    training.cancelTraining({ jobId, reason: why }, context),
});
const pause = kind({
  input: job,
  run: ({ training }, { job_id: jobId }, context) => training.pauseTraining({ jobId }, context),
});
const resume = kind({
  input: job.extend({
    budget: budget
      .optional()
      .describe(
        'For a job that ended without a verdict: what is added to its caps; wall_ms: the time that it has from now on. Everything that was recorded and paid is kept.',
      ),
  }),
  run: ({ training }, { job_id: jobId, budget: added }, context) =>
    training.resumeTraining(
      { jobId, budget: added === undefined ? undefined : messageFromJson(orchestrator.Budget, added, 'input.budget') },
      context,
    ),
});

/** Everything that can be changed over HTTP, by kind. */
export const actionKinds = {
  'training.start': kind({
    input: startTrainingBody,
    run: async ({ training }, input, context) =>
      startedJob(await training.startTraining(trainingRequest(input, context.actionId), context)),
  }),
  'training.cancel': cancel,
  'training.pause': pause,
  'training.resume': resume,
  'job.cancel': cancel,
  'job.pause': pause,
  'job.resume': resume,
  'promotion.approve': kind({
    input: said,
    run: ({ training }, { job_id: jobId, reason: why }, context) =>
      training.approvePromotion({ jobId, reason: why }, context),
  }),
  'promotion.decline': kind({
    input: said,
    run: ({ training }, { job_id: jobId, reason: why }, context) =>
      training.declinePromotion({ jobId, reason: why }, context),
  }),
  'canary.stop': kind({
    input: unit.extend({ reason }),
    run: async ({ units }, { unit_id: unitId, reason: why }, context) =>
      slotVersions((await units.stopCanary({ unitId, reason: why }, context)).slots),
  }),
  'agent.register': kind({
    input: z.strictObject({ address: nameField(names.hostAndPort).describe('host:port of the AgentService.') }),
    run: async ({ miniAgents }, { address }, context) => ({
      agent_id: (await miniAgents.registerMiniAgent({ address }, context)).profile?.id ?? '',
    }),
  }),
  'agent.archive': kind({
    input: z.strictObject({ agent_id: nameField(names.agentId), archived }),
    run: ({ miniAgents }, input, context) =>
      miniAgents.archiveMiniAgent({ agentId: input.agent_id, archived: input.archived }, context),
  }),
  'taskset.archive': kind({
    input: z.strictObject({ name: nameField(names.taskSet), archived }),
    run: ({ taskSets }, input, context) => taskSets.archiveTaskSet(input, context),
  }),
  'taskset.delete': kind({
    input: z.strictObject({ name: nameField(names.taskSet) }),
    run: ({ taskSets }, input, context) => taskSets.deleteTaskSet(input, context),
  }),
  'unit.install': kind({
    input: z.strictObject({ manifest: jsonObject.describe('logic.v1.Manifest in snake_case.') }),
    run: ({ units }, { manifest }, context) =>
      units.installUnit({ manifest: messageFromJson(logic.Manifest, manifest, 'input.manifest') }, context),
  }),
  'unit.apply': kind({
    input: unit,
    run: async ({ units }, { unit_id: unitId }, context) =>
      slotVersions((await units.applyUnit({ unitId }, context)).slots),
  }),
  'unit.revert': kind({
    input: unit.extend({ reason }),
    run: async ({ units }, { unit_id: unitId, reason: why }, context) =>
      slotVersions((await units.revertUnit({ unitId, reason: why }, context)).slots),
  }),
  'specialist.answer': kind({
    roles: ['application'],
    input: answerInput,
    run: async ({ specialists }, { slot, input, key, label }, context) =>
      cognition.AnswerResponse.toJSON(await specialists.answer({ slot, input, key, label }, context)) as object,
  }),
  'outcome.report': kind({
    roles: ['application'],
    input: z.strictObject({
      receipt: textField(1, textLimits.receipt).describe("The answer's receipt."),
      solved: z.boolean().describe('The answer was right.'),
    }),
    run: async ({ specialists }, { receipt, solved }, context) => ({
      answer_id: (await specialists.reportOutcome({ receipt, solved }, context)).answerId,
    }),
  }),
  'view.rebuild': kind({
    input: z.strictObject({ view: z.string().min(1).max(100).describe('The view.') }),
    run: ({ state }, { view }, context) => state.rebuildView({ view }, context),
    deadlineMs: 10 * 60_000,
  }),
  'log.retry_parked': kind({
    input: z.strictObject({
      service: z.enum(publishingServices).describe('The service whose events are parked, as in /state/parked-events.'),
    }),
    run: ({ logs }, { service }, context) => logs[service].retryParked({ service }, context),
    deadlineMs: 60_000,
  }),
  'dead_letters.redrive': kind({
    input: z.strictObject({
      topic: z.enum(topicNames).describe('The topic of the dead letters, as in /state/dead-letters.'),
      group: textField(0, textLimits.id).default('').describe('Only what this group gave up. Default: all groups.'),
    }),
    run: ({ logs }, { topic, group }, context) => logs.projection.redrive({ topic, group }, context),
    deadlineMs: 2 * 60_000,
  }),
};

export type ActionKindName = keyof typeof actionKinds;

/** Who may ask for an action of that kind. */
export const rolesOfKind = (name: ActionKindName): readonly AccessRole[] => [
  'admin',
  ...((actionKinds[name] as ActionKind).roles ?? []),
];

/** The kind of that name; undefined for one that another version of the gateway accepted. */
export const actionKind = (name: string): ActionKind | undefined =>
  Object.hasOwn(actionKinds, name) ? actionKinds[name as ActionKindName] : undefined;
