import { stageMoves, type TrialSpec, type TrialState } from '@ao/domain-evaluation';
import type { EventMetadata } from '@ao/event-store';
import type { Sql, Tx } from '@ao/postgres';
import type { JsonObject, Role } from '@ao/kernel';
import { unfinished } from '../slice/slice.store.js';

/** Why a trial cannot go on. */
export interface TrialFailure {
  readonly code: string;
  readonly reason: string;
}

/** What of a trial never changes. */
export interface TrialPlan {
  readonly trialId: string;
  readonly jobId: string;
  /** Null: its task set does not exist. */
  readonly contentId: number | null;
  readonly role: Role;
  /** The scorer that the task set's version chose; null: the role's own. */
  readonly scorer: JsonObject | null;
  readonly spec: TrialSpec;
  /** Of everything that the trial records. */
  readonly metadata: EventMetadata;
}

/** A trial with the snapshot of its stream. */
export interface StoredTrial extends TrialPlan {
  readonly version: number;
  readonly state: TrialState;
  readonly failure: TrialFailure | null;
}

const statusOf = ({ status }: TrialState): 'running' | 'ended' => (status === 'running' ? 'running' : 'ended');

/** Saves a trial that has just started. */
export const insertTrial = async (tx: Tx, plan: TrialPlan, version: number, state: TrialState): Promise<void> => {
  const { trialId, jobId, contentId, role, scorer, spec, metadata } = plan;
  await tx`
    insert into evaluation.trials (trial_id, job_id, content_id, role, scorer, spec, metadata, version, state, status)
    values (${trialId}, ${jobId}, ${contentId}, ${role}, ${scorer === null ? null : tx.json(scorer)}, ${tx.json(spec as never)}, ${tx.json(metadata as never)}, ${version}, ${tx.json(state as never)}, ${statusOf(state)})`;
};

/** The trial; undefined: it never started. */
export const loadTrial = async (sql: Sql | Tx, trialId: string): Promise<StoredTrial | undefined> => {
  const [row] = await sql<StoredTrial[]>`
    select trial_id as "trialId", job_id as "jobId", content_id as "contentId", role, scorer, spec, metadata, version, state, failure
    from evaluation.trials where trial_id = ${trialId}`;
  return row;
};

/** The trials of a job in the order of their start. */
export const trialsOfJob = async (sql: Sql, jobId: string): Promise<readonly string[]> => {
  const rows = await sql<{ trial_id: string }[]>`
    select trial_id from evaluation.trials where job_id = ${jobId} order by started_at, trial_id`;
  return rows.map(({ trial_id }) => trial_id);
};

/** Saves the snapshot of a trial after its stream grew. */
export const saveTrialState = async (tx: Tx, trialId: string, version: number, state: TrialState): Promise<void> => {
  await tx`update evaluation.trials set version = ${version}, state = ${tx.json(state as never)}, status = ${statusOf(state)} where trial_id = ${trialId}`;
};

/** Trials whose slices have all stopped and that still wait for their end. */
export const trialsToEnd = async (sql: Sql): Promise<readonly string[]> => {
  const rows = await sql<{ trial_id: string }[]>`
    select trial_id from evaluation.trials trial
    where status = 'running' and not exists (
      select from evaluation.slices slice where slice.trial_id = trial.trial_id and slice.stage in (${unfinished(sql)}))`;
  return rows.map(({ trial_id }) => trial_id);
};

/** Whether every slice of a trial has stopped. */
export const hasStopped = async (sql: Sql, trialId: string): Promise<boolean> => {
  const rows =
    await sql`select from evaluation.slices where trial_id = ${trialId} and stage in (${unfinished(sql)}) limit 1`;
  return rows.length === 0;
};

const noteFailure = (tx: Sql | Tx, failure: TrialFailure) =>
  tx`failure = coalesce(failure, ${tx.json(failure as never)})`;

/** A slice that nobody paid for is gone at once; the others are dropped, so that what was recorded is paid. Only the newest token may write: none has it now. */
const dropped = (tx: Sql | Tx) =>
  tx`stage = case when reserved then ${stageMoves.open.given_up_reserved} else ${stageMoves.open.given_up} end, owner = null, fencing_token = fencing_token + 1, claimable_at = now()`;

/**
 * Drops the open slices of trials that were given up, those that nobody holds. Who holds one hears of it with the next heartbeat, lets
 * its running episodes end, records them, and hands the slice back: what an agent charges is paid.
 */
export const dropAbandonedSlices = async (tx: Sql | Tx): Promise<void> => {
  await tx`
    with open as (
      select slice_id from evaluation.slices slice join evaluation.trials trial using (trial_id)
      where stage = 'open' and (owner is null or claimable_at <= now()) and trial.status = 'running' and trial.failure is not null
      order by slice_id for update of slice)
    update evaluation.slices slice set ${dropped(tx)} from open where slice.slice_id = open.slice_id`;
};

/** Gives a trial up: no slice of it is claimed any more, and it fails when all have stopped. The first reason stays. */
export const giveUpTrial = async (tx: Tx, trialId: string, failure: TrialFailure): Promise<void> => {
  await tx`update evaluation.trials set ${noteFailure(tx, failure)} where trial_id = ${trialId} and status = 'running'`;
  await dropAbandonedSlices(tx);
};

/** Gives up every running trial of a job. */
export const giveUpTrialsOf = async (tx: Tx, jobId: string, failure: TrialFailure): Promise<void> => {
  const rows = await tx<
    { trial_id: string }[]
  >`select trial_id from evaluation.trials where job_id = ${jobId} and status = 'running' order by trial_id`;
  for (const { trial_id } of rows) await giveUpTrial(tx, trial_id, failure);
};
