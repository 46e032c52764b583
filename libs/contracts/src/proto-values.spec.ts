import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  abstentionActions,
  answerDecisions,
  calibrationChoices,
  calibrationMethods,
  canaryOutcomes,
  goals,
  leaseStatuses,
  promotionModes,
  roles,
  searchModes,
  searchStrategies,
  servedLabels,
  slotCauses,
  slotLabels,
  spendingRules,
  splits,
  trainingPresets,
  trialArms,
  trialPurposes,
  verdictOutcomes,
} from '@ao/kernel';

/**
 * Closed lists travel as strings: a field cannot become an enum without a break for every reader of a topic, and a second field beside it
 * would be a second truth. So the comment of each such field names its values, and this spec holds the comments to the lists.
 */
const fields: Readonly<Record<string, readonly string[]>> = {
  'agent.v1.MiniAgentProfile.role': roles,
  'agent.v1.MiniAgentProfile.search_splits': ['train', 'dev'],
  'evaluation.v1.TaskSetHeader.role': roles,
  'evaluation.v1.TaskSet.role': roles,
  'evaluation.v1.Outcome.split': splits,
  'evaluation.v1.TrialCompleted.purpose': trialPurposes,
  'evaluation.v1.TrialCompleted.arm': trialArms,
  'lease.v1.GetLeaseResponse.status': leaseStatuses,
  'logic.v1.VersionCalibration.method': calibrationMethods,
  'logic.v1.Abstention.action': abstentionActions,
  'logic.v1.Label.name': slotLabels,
  'logic.v1.UnitCanaryEnded.outcome': canaryOutcomes,
  'logic.v1.SlotChanged.cause': slotCauses,
  'cognition.v1.AnswerRequest.label': servedLabels,
  'cognition.v1.AnswerResponse.label': servedLabels,
  'cognition.v1.AnswerResponse.decision': answerDecisions,
  'cognition.v1.OutcomeReported.label': servedLabels,
  'cognition.v1.OutcomeReported.decision': answerDecisions,
  'orchestrator.v1.TrainingHints.preset': trainingPresets,
  'orchestrator.v1.TrainingHints.mode': searchModes,
  'orchestrator.v1.Strategy.name': searchStrategies,
  'orchestrator.v1.StartTrainingRequest.goal': goals,
  'orchestrator.v1.JobRequested.goal': goals,
  'orchestrator.v1.Gate.spending': spendingRules,
  'orchestrator.v1.AlphaReserved.spending': spendingRules,
  'orchestrator.v1.Promotion.mode': promotionModes,
  'orchestrator.v1.Calibration.method': calibrationChoices,
  'orchestrator.v1.Calibration.action': abstentionActions,
  'orchestrator.v1.JobCompleted.outcome': verdictOutcomes,
  'orchestrator.v1.PromotionDecided.outcome': verdictOutcomes,
  'orchestrator.v1.TrialScheduled.purpose': trialPurposes,
  'orchestrator.v1.TrialScheduled.arm': trialArms,
  'orchestrator.v1.TrialScheduled.splits': splits,
};

/** The comment above each field, by the field's full name. */
const commentsOf = (text: string): readonly (readonly [string, string])[] => {
  const package_ = /^package (\S+);/m.exec(text)?.[1] ?? '';
  let message = '';
  let comment: string[] = [];
  return text.split('\n').flatMap((raw) => {
    const line = raw.trim();
    message = /^message (\w+)/.exec(raw)?.[1] ?? message;
    if (line.startsWith('//')) {
      comment.push(line.slice(2).trim());
      return [];
    }
    const field = /^(?:repeated |optional )?[\w.<>, ]+ (\w+) = \d+/.exec(line)?.[1];
    const said = comment.join(' ');
    comment = [];
    return field === undefined ? [] : [[`${package_}.${message}.${field}`, said] as const];
  });
};

const proto = join(__dirname, '../../../proto');
const comments = new Map(
  globSync('**/*.proto', { cwd: proto }).flatMap((file) => commentsOf(readFileSync(join(proto, file), 'utf8'))),
);
const everyValue = new Set(Object.values(fields).flat());
/** Words such as pass_k or "none": a value of a list, and not only a word of the sentence. */
const isNamed = (comment: string, value: string): boolean => new RegExp(`(^|[^\\w])${value}([^\\w]|$)`).test(comment);
const listed = (comment: string): readonly string[] =>
  comment.match(/"(\w+)"/g)?.map((word) => word.slice(1, -1)) ?? [];

it.each(Object.entries(fields))('%s names exactly its values', (field, values) => {
  const comment = comments.get(field) ?? 'there is no such field';
  expect(values.filter((value) => !isNamed(comment, value))).toEqual([]);
  expect(listed(comment).filter((word) => everyValue.has(word) && !values.includes(word))).toEqual([]);
});

it('says the limits that the deciders hold', () => {
  expect(comments.get('orchestrator.v1.ApprovePromotionRequest.reason')).toContain('1 to 2000 characters');
  expect(comments.get('orchestrator.v1.DeclinePromotionRequest.reason')).toContain('1 to 2000 characters');
  expect(comments.get('orchestrator.v1.CancelTrainingRequest.reason')).toContain('at most 2000 characters');
});
