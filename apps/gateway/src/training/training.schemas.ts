import { enumField, nameField, orchestrator, shareField as share, textField, wholeField } from '@ao/contracts';
import {
  budgetLimits,
  goals,
  names,
  searchModes,
  searchStrategies,
  textLimits,
  trainingLimits,
  trainingModes,
  trainingPresets,
} from '@ao/kernel';
import { z } from 'zod';
import { calibration, gate, promotion } from './policy.schemas.js';

const strategyName = enumField(searchStrategies);
const amount = (limit: keyof typeof budgetLimits) => wholeField(0, budgetLimits[limit]);

const strategy = z.strictObject({
  name: strategyName.optional().describe('Default successive_halving.'),
  candidates: wholeField(0, trainingLimits.candidates)
    .optional()
    .describe("Configurations to try besides the incumbent. 0: the strategy's default."),
});

export const budget = z.strictObject({
  episodes: amount('episodes').optional().describe('Most episodes, search and gate together. 0: the default.'),
  tokens: amount('tokens').optional().describe('Most tokens, in and out together. 0: the default.'),
  cost_micros: amount('costMicros')
    .optional()
    .describe("Most cost in millionths of the account's currency unit. 0: the default."),
  wall_ms: amount('wallMs')
    .optional()
    .describe('Most time from the grant of the lease, in milliseconds. 0: the default.'),
});

const hints = z.strictObject({
  preset: enumField(trainingPresets)
    .optional()
    .describe('How much is spent where the budget does not say. Default balanced.'),
  mode: enumField(searchModes)
    .optional()
    .describe('How far from what is good already the search looks. Default balanced.'),
  diversity: share.optional().describe('How different candidates should be.'),
  recency: share.optional().describe('How much recent memory counts. Refused: no agent takes it yet.'),
  compression: share.optional().describe('Share of context to compress away. Refused: no agent takes it yet.'),
  budget: share.optional().describe('Share of the budget for the search; the rest is for the gate.'),
  episodes: wholeField(1, trainingLimits.episodesEach).optional().describe('Wished episodes per configuration.'),
});

/** Body of POST /orchestrator/mini_agents/start_training. */
export const startTrainingBody = z.strictObject({
  mini_agent: nameField(names.agentId).describe('Id of the mini-agent.'),
  task_set: nameField(names.taskSetReference)
    .optional()
    .describe("name (its newest version) or name@hash. Default: the agent's first."),
  goal: enumField(goals)
    .optional()
    .describe('The metric to raise; pass_k: every one of several runs solves the item. Default solve_rate.'),
  strategy: z
    .union([strategy, strategyName])
    .optional()
    .describe('How the next configurations are chosen: an object, or its name alone.'),
  budget: budget.optional().describe('The most that the job may spend.'),
  seed: wholeField(0, trainingLimits.seed)
    .optional()
    .describe('Seed of every choice by chance. Default: drawn, and recorded.'),
  hints: hints.optional().describe('Training hints; in force as governor hints while the job runs.'),
  mode: enumField(trainingModes)
    .optional()
    .describe(
      'search_only: searches and reports on train and dev, never looks at the holdout and takes nothing of the error of the slot. Default full.',
    ),
  gate: gate.optional().describe("What the gate promises and guards. What is left out takes the operator's defaults."),
  promotion: promotion
    .optional()
    .describe('What happens to a candidate that is proven better. Default: it is promoted at once.'),
  calibration: calibration.optional().describe('How confidences are treated. Default: recalibrated, never abstaining.'),
  topics: z
    .array(textField(1, textLimits.topic))
    .max(trainingLimits.topics)
    .optional()
    .describe('Topics by which story threads find the job.'),
  idempotency_key: textField(1, textLimits.idempotencyKey)
    .optional()
    .describe('The same key with the same body is the same job. Default: every call is a new job.'),
});

export type StartTrainingBody = z.output<typeof startTrainingBody>;

/** What a job may take of the error that its slot may spend over its life. */
const slotError = z.object({
  slot: z.string(),
  test: z.int().describe("Which test in the slot's life the first comparison of the job would be, from 1."),
  alpha: z.number().describe('Error of that first comparison.'),
  comparisons: z.int().describe('Comparisons that the job may make at most.'),
  most: z.number().describe('Error of all of them, should none be promoted.'),
  slot_alpha: z.number().describe("The slot's error over its life."),
  spent: z.number().describe('Error that is gone already.'),
  left: z.number().describe('Error that would be left after the job, should none be promoted.'),
  spending: z.string().describe('family_wise or e_lond.'),
});

/** What start_training and the action training.start answer. */
export const startedJob = ({ jobId, corrId, version, slotError: error }: orchestrator.StartTrainingResponse) => ({
  job_id: jobId,
  corr_id: corrId,
  version,
  slot_error: error === undefined ? null : orchestrator.SlotError.toJSON(error),
});

/** Answer of POST /orchestrator/mini_agents/start_training. */
export const startTrainingAnswer = z.object({
  job_id: z.string().describe('Identity of the job.'),
  corr_id: z.string().describe('The id on everything that the job causes.'),
  version: z.int().describe('The job is in /state once its version is at least this.'),
  slot_error: slotError
    .nullable()
    .describe('What the job may take of the error of its slot; null: it never looks at the holdout.'),
});

/** Answer of GET /orchestrator/mini_agents/{id}. */
export const miniAgentAnswer = z.looseObject({
  id: z.string(),
  version: z.string().describe("Semantic version of the agent's code."),
  role: z.string(),
  runtime: z.string().describe('builtin, or host:port of the agent.'),
  archived: z.boolean().describe('It starts no new jobs.'),
  description: z.string(),
  task_sets: z.array(z.string()).describe('Task sets that the agent brings; the first is its default.'),
});

/** Answer of GET /orchestrator/mini_agents. */
export const miniAgentsAnswer = z.object({ items: z.array(miniAgentAnswer) });
