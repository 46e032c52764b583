import {
  cutSlices,
  itemsOf,
  runsPerItem,
  trial,
  type Slice,
  type TrialCommand,
  type TrialSpec,
} from '@ao/domain-evaluation';
import { decideIn, type EventMetadata } from '@ao/event-store';
import type { Tx } from '@ao/postgres';
import { isDomainError, type JsonObject, type Role } from '@ao/kernel';
import { lockUntilCommit, type Database } from '../database.js';
import { jobLock, jobStatus } from '../job/job.store.js';
import { enqueueSlices } from '../slice/slice.store.js';
import { findTaskSet } from '../task-set/task-set.store.js';
import { ensureOrder } from './item-order.store.js';
import { itemOrderOf } from './trial-spec.js';
import { giveUpTrial, insertTrial, loadTrial, type TrialFailure, type TrialPlan } from './trial.store.js';

/** A trial cut into slices; with a reason where nothing can run. */
interface Cut {
  readonly plan: TrialPlan;
  readonly slices: readonly Slice[];
  readonly failure: TrialFailure | null;
}

const planOf = (
  spec: TrialSpec,
  metadata: EventMetadata,
  found: { contentId: number; role: Role; scorer?: JsonObject } | null,
): TrialPlan => ({
  trialId: spec.trialId,
  jobId: spec.jobId,
  contentId: found?.contentId ?? null,
  role: found?.role ?? 'chat',
  scorer: found?.scorer ?? null,
  spec,
  metadata,
});

/** A trial of which nothing can run: it is recorded all the same, and fails at once. */
const failedAtStart = (spec: TrialSpec, metadata: EventMetadata, failure: TrialFailure): Cut => ({
  plan: planOf(spec, metadata, null),
  slices: [],
  failure,
});

const cut = async ({ sql }: Database, spec: TrialSpec, metadata: EventMetadata, sliceSize: number): Promise<Cut> => {
  try {
    const found = await findTaskSet(sql, spec.taskSet);
    const available = await ensureOrder(sql, itemOrderOf(found.contentId, spec));
    const { trialId, offset } = spec;
    return {
      plan: planOf(spec, metadata, found),
      slices: cutSlices({
        trialId,
        offset,
        count: itemsOf(spec, available),
        runsPerItem: runsPerItem(spec),
        sliceSize,
      }),
      failure: null,
    };
  } catch (error) {
    if (isDomainError(error, 'not_found'))
      return failedAtStart(spec, metadata, { code: error.code, reason: error.message });
    throw error;
  }
};

const save = async ({ log }: Database, tx: Tx, { plan, slices, failure }: Cut): Promise<void> => {
  const { trialId, spec, metadata } = plan;
  const episodes = slices.reduce((sum, { count }) => sum + count, 0);
  const command: TrialCommand = { type: 'StartTrial', spec, slices: slices.length, episodes };
  const absent = { stream: `trial-${trialId}`, version: 0, state: trial.initial };
  const { version, state } = await decideIn({ store: log, tx }, trial, absent, { command, metadata });
  await insertTrial(tx, plan, version, state);
  await enqueueSlices(tx, spec, slices);
  if (failure !== null) await giveUpTrial(tx, trialId, failure);
};

/**
 * Starts a trial: its event, its row and its slices in one transaction. The same trial again changes nothing. Every trial that was
 * scheduled ends: one whose task set is missing, or whose job has ended, fails without running anything. Answers whether it is new.
 */
export const startTrial = async (
  database: Database,
  spec: TrialSpec,
  metadata: EventMetadata,
  sliceSize: number,
): Promise<boolean> => {
  const { sql, log } = database;
  if ((await loadTrial(sql, spec.trialId)) !== undefined) return false;
  const trialCut = await cut(database, spec, metadata, sliceSize);
  return log.transaction(async (tx) => {
    await lockUntilCommit(tx, jobLock(spec.jobId));
    if ((await loadTrial(tx, spec.trialId)) !== undefined) return false;
    const tooLate = (await jobStatus(tx, spec.jobId)) === 'ended';
    await save(
      database,
      tx,
      tooLate ? failedAtStart(spec, metadata, { code: 'aborted', reason: `job ${spec.jobId} has ended` }) : trialCut,
    );
    return true;
  });
};
