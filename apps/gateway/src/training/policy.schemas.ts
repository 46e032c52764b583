import { enumField, nameField, shareField as share, textField, wholeField } from '@ao/contracts';
import {
  abstentionActions,
  calibrationChoices,
  marginLimits,
  names,
  promotionModes,
  spendingRules,
  textLimits,
  trainingLimits,
} from '@ao/kernel';
import { z } from 'zod';

/** Names, lists and limits are those of the deciders; what goes with what, the orchestrator says. */

const lowestMargin = -1_000_000;
const margin = (of: keyof typeof marginLimits, what: string) =>
  z.number().min(lowestMargin).max(marginLimits[of]).optional().describe(`${what} Negative: not guarded.`);
const tripwire = (of: keyof typeof marginLimits, what: string) =>
  z.number().min(lowestMargin).max(marginLimits[of]).optional().describe(`${what} Negative: no tripwire.`);

const slice = z.strictObject({
  name: textField(1, textLimits.slice).describe('The items whose metadata.slice is this.'),
  margin: share.describe('How much worse the goal may get there.'),
});

/** What the gate promises and guards. */
export const gate = z.strictObject({
  alpha: share
    .optional()
    .describe(
      "Most error that the job may spend over its finalists; never more than the slot's ledger offers. Above 0, below 1.",
    ),
  min_gain: share
    .optional()
    .describe('Smallest gain in the goal that is worth having; aims the test. Above 0, below 1.'),
  futility: share
    .optional()
    .describe(
      'A comparison stops when a candidate better by min_gain would still be proven with less than this probability. 0: never. Below 1.',
    ),
  runs_per_item: wholeField(0, trainingLimits.runsPerItem)
    .optional()
    .describe(
      'Runs of each configuration on each item, 1 to 32; more than 1 only for an agent that is not deterministic. Default 1.',
    ),
  confirmation_items: wholeField(0, trainingLimits.confirmationItems)
    .optional()
    .describe(
      'Holdout items that no verdict uses, on which the gain is measured. 0: the gain is not estimated. Default: a fifth of the holdout, at most 100.',
    ),
  spending: enumField(spendingRules)
    .optional()
    .describe("How the slot's error is shared over its life. Default: what the slot has; family_wise for a new one."),
  holdout_looks: wholeField(0, trainingLimits.holdoutLooks)
    .optional()
    .describe("Looks at one version of a holdout after which a fresh one is due. 0: the operator's default."),
  latency_margin: margin('latencyMargin', 'Share more time that the candidate may take.'),
  tokens_margin: margin('tokensMargin', 'Share more tokens.'),
  cost_margin: margin('costMargin', 'Share more cost.'),
  calibration_margin: margin('calibrationMargin', "How much worse Brier's score may get."),
  slices: z.array(slice).max(trainingLimits.slices).optional().describe('Slices of the items that must not get worse.'),
  refusal_margin: tripwire(
    'refusalMargin',
    'How much more often, as a share of episodes, the candidate may decline to answer.',
  ),
  length_margin: tripwire('lengthMargin', "Share by which the candidate's answers may be longer."),
});

/** What happens to a candidate that is proven better. */
export const promotion = z.strictObject({
  mode: enumField(promotionModes)
    .optional()
    .describe(
      "approval: a person says yes, with a reason: the action promotion.approve; canary: a share of the slot's traffic first. Default automatic.",
    ),
  canary_share: z
    .number()
    .min(0)
    .max(trainingLimits.canaryShare)
    .optional()
    .describe("Share of the slot's traffic for the canary, at most 0.5. 0: 0.1."),
  canary_outcomes: wholeField(0, trainingLimits.canaryOutcomes)
    .optional()
    .describe("Outcomes of the canary's answers after which it is promoted, at least 20. 0: 100."),
  canary_alpha: share
    .optional()
    .describe('Probability at most with which a canary that is no worse is taken back. 0: 0.05.'),
  retrain_when_stale: z
    .boolean()
    .optional()
    .describe('Ask for the same training again when the version that this job promotes is found stale. Default false.'),
});

/** How confidences are treated. */
export const calibration = z.strictObject({
  method: enumField(calibrationChoices).optional().describe('auto: chosen by cross-validation. Default auto.'),
  target_risk: share
    .optional()
    .describe('Highest share of wrong answers among those that are given. 0: always answers. Below 1.'),
  risk_confidence: share.optional().describe('Probability with which the target is held. 0: 0.95.'),
  action: enumField(abstentionActions)
    .optional()
    .describe('What an answer that is not sure enough becomes. Default abstain.'),
  escalate_to: nameField(names.slot).optional().describe('The slot that answers instead, with escalate.'),
  min_coverage: share
    .optional()
    .describe(
      'With target_risk: least share of the holdout that a candidate must answer to be promoted. 0: none. Default 0.1.',
    ),
});
