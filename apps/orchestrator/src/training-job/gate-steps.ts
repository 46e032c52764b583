import { createHash } from 'node:crypto';
import { canonicalJson } from '@ao/kernel';
import {
  alphaCap,
  calibrationRules,
  gateRules,
  verdictOn,
  type PairedBlock,
  type Progress,
  type Step,
  type TrainingJobCommand,
  type TrainingJobEvent,
} from '@ao/domain-orchestrator';
import type { EventStore } from '@ao/event-store';
import { fitCalibration } from '@ao/science';
import { reserveAlpha, settleAlpha, type LedgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { blockOutcomes, devLabels } from './outcomes.js';
import type { CallContextOptions } from '@ao/rpc';
import { unitIdOf } from './promotion-steps.js';

/** What a step of a comparison is done with. */
interface GateContext {
  readonly peers: Peers;
  readonly ledgers: LedgerCommands;
  readonly store: EventStore;
  readonly job: Progress;
  readonly call: Required<Pick<CallContextOptions, 'corrId' | 'causationId' | 'subject'>>;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;
type Done = Promise<TrainingJobCommand>;

/** Fits how the finalist's confidences are served, on what the search saw of it on dev. */
export const fitCalibrator = async (
  { finalist, trialIds }: StepOf<'fit_calibrator'>,
  { peers, job, call }: GateContext,
): Done => {
  const { method, ...options } = calibrationRules(job.request);
  const unused = method === 'none' && options.targetRisk === 0;
  const labels = unused ? [] : await devLabels(peers.evaluation, trialIds, call);
  return {
    type: 'FitCalibrator',
    data: { finalist, calibration: fitCalibration(labels, { method, ...options, seed: job.request.seed }) },
  };
};

/** Takes the comparison's part of the slot's error: the same part however often it is asked for. */
export const takeAlpha = async (
  { finalist, candidateHash }: StepOf<'reserve_alpha'>,
  { ledgers, job, call }: GateContext,
): Done => {
  const { request, lease } = job;
  const rules = gateRules(request);
  const { slotAlpha, spending, holdoutLooks } = rules;
  const taskSet = `${request.taskSet.name}@${request.taskSet.hash}`;
  const asked = {
    slot: request.slot,
    jobId: request.jobId,
    finalist,
    candidateHash,
    taskSet,
    atMost: alphaCap(rules, finalist),
    slotAlpha,
    spending,
    looksAllowed: holdoutLooks,
  };
  const { test, alpha, look } = await reserveAlpha(ledgers, asked, { ...call, leaseId: lease.leaseId });
  return { type: 'AcceptAlpha', data: { finalist, test, alpha, look, looksAllowed: holdoutLooks } };
};

/** Both arms of a block, with confidences as they would be served. */
export const pairedBlock = async (
  step: StepOf<'compare_block' | 'confirm_block'>,
  { peers, job, call }: GateContext,
): Done => {
  const calibration = job.phase.name === 'gate' ? job.phase.comparison.calibration : null;
  const runs = step.count * gateRules(job.request).runsPerItem;
  const [candidate, incumbent] = await Promise.all([
    blockOutcomes(peers.evaluation, { trialIds: step.candidateTrialIds, runs, calibration }, call),
    blockOutcomes(
      peers.evaluation,
      { trialIds: step.incumbentTrialIds, runs, calibration: job.incumbentCalibration },
      call,
    ),
  ]);
  const { itemIds, slices } = incumbent;
  const data: PairedBlock = {
    finalist: step.finalist,
    block: step.block,
    itemIds,
    slices,
    candidate: candidate.outcomes,
    incumbent: incumbent.outcomes,
  };
  return { type: step.kind === 'compare_block' ? 'CompareBlock' : 'ConfirmBlock', data };
};

/** SHA-256 of every outcome that the decision on a finalist rests on, as the job's stream has them. */
const outcomesHash = async (store: EventStore, jobId: string, finalist: number): Promise<string> => {
  const { events } = await store.read<TrainingJobEvent>(`job-${jobId}`);
  const blocks = events.flatMap(({ event }) =>
    (event.type === 'BlockCompared' || event.type === 'ConfirmationCompared') && event.data.finalist === finalist
      ? [event.data]
      : [],
  );
  return createHash('sha256').update(canonicalJson(blocks)).digest('hex');
};

/** The verdict: settled in the ledger first, so that a crash in between says the same again. */
export const decide = async ({ ledgers, store, job, call }: GateContext): Done => {
  if (job.phase.name !== 'gate' || job.phase.comparison.gate === null)
    throw new TypeError('there is no comparison to decide on');
  const { finalist } = job.phase.comparison;
  const { jobId, slot } = job.request;
  await settleAlpha(
    ledgers,
    { slot, jobId, finalist, promoted: verdictOn(job.phase.comparison, job.request).outcome === 'promoted' },
    { ...call, leaseId: job.lease.leaseId },
  );
  return {
    type: 'DecidePromotion',
    data: {
      decisionId: `decision-${jobId}-${finalist + 1}`,
      unitId: unitIdOf(jobId),
      outcomesHash: await outcomesHash(store, jobId, finalist),
    },
  };
};
