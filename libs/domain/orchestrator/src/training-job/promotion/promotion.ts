import { DomainError, type Configuration } from '@ao/kernel';
import { honestGain, verdict, type Gain } from '@ao/science';
import { calibrationRules } from '../gate/calibration-rules.js';
import { wouldNotAnswer } from '../gate/coverage.js';
import { currentFinalist } from '../gate/gate-plan.js';
import type { Data } from '../training-job.commands.js';
import type { Decision, TrainingJobEvent } from '../training-job.events.js';
import type { TrainingRequest } from '../start/training-request.js';
import type { Comparison, Phase, Progress, TrainingJob } from '../training-job.state.js';

/** One RFC 6902 operation on a top-level parameter. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: Configuration[string];
}

const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The RFC 6902 patch that turns one configuration into another, in the order of the parameters' names. */
export const configurationPatch = (from: Configuration, to: Configuration): PatchOperation[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((name): PatchOperation[] => {
    const before = from[name];
    const after = to[name];
    if (before === after) return [];
    if (after === undefined) return [{ op: 'remove', path: pointer(name) }];
    return [{ op: before === undefined ? 'add' : 'replace', path: pointer(name), value: after }];
  });

const gainOf = ({ confirmation }: Comparison): Gain | null =>
  confirmation.pairs.length === 0 ? null : honestGain(confirmation.pairs);

/** What the gate says of a comparison, and whether the candidate would answer: one that is proven and would not is held. `coverage`: null where no answer is ever withheld. */
export const verdictOn = (comparison: Comparison, request: TrainingRequest) => {
  if (comparison.gate === null) throw new DomainError('internal', 'there is no comparison to decide on');
  const said = verdict(comparison.gate);
  const minCoverage = calibrationRules(request).minCoverage ?? 0;
  const coverage =
    (comparison.calibration?.abstention ?? null) === null ? null : { ...comparison.coverage, minCoverage };
  const silent = said.outcome === 'promoted' ? wouldNotAnswer(comparison, minCoverage) : undefined;
  return silent === undefined
    ? { ...said, coverage }
    : { ...said, coverage, outcome: 'held' as const, code: 'coverage' as const, reason: silent };
};

const decisionOn = (
  data: Data<'DecidePromotion'>,
  job: Progress,
  { finalists, comparison }: Extract<Phase, { name: 'gate' }>,
): Decision => {
  const finalist = currentFinalist(finalists, comparison);
  if (comparison.gate === null || comparison.grant === null)
    throw new DomainError('internal', 'there is no comparison to decide on');
  const { outcome, code, reason, evidence, coverage } = verdictOn(comparison, job.request);
  const { test, look, looksAllowed } = comparison.grant;
  const { request, lease } = job;
  return {
    decisionId: data.decisionId,
    slot: request.slot,
    leaseId: lease.leaseId,
    outcome,
    reason,
    candidate: finalist.configuration,
    candidateHash: finalist.configurationHash,
    incumbent: job.incumbent,
    incumbentHash: job.incumbentHash,
    evidence: {
      ...evidence,
      code,
      ...(coverage === null ? {} : { coverage }),
      orderSeed: request.seed,
      taskSetHash: request.taskSet.hash,
      finalist: comparison.finalist,
      test,
      look,
      freshHoldoutDue: look >= looksAllowed,
    },
    gain: gainOf(comparison),
    outcomesHash: data.outcomesHash,
  };
};

/** The verdict on the finalist that was compared; a promoted one suggests its unit. */
export const decidePromotion = (data: Data<'DecidePromotion'>, job: TrainingJob): readonly TrainingJobEvent[] => {
  if (job.status !== 'running' || job.phase.name !== 'gate') return [];
  const decision = decisionOn(data, job, job.phase);
  const decided: TrainingJobEvent = { type: 'PromotionDecided', data: decision };
  const patch = configurationPatch(job.incumbent, decision.candidate);
  return decision.outcome === 'promoted'
    ? [decided, { type: 'UnitSuggested', data: { unitId: data.unitId, slot: job.request.slot, patch } }]
    : [decided];
};
