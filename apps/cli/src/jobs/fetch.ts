import type { Gateway } from '../connection/gateway.js';
import { isFailure } from '../failure.js';
import type { LedgerRow } from './policy-rows.js';
import type { JobSnapshot } from './progress.js';
import type { TaskSetRow } from '../task-sets/task-sets.text.js';
import type { DecisionRow, JobRow, LeaseRow, ReportRow, SlotRow, TrialRow } from './rows.js';

/** Path of a job's row. */
export const jobPath = (jobId: string): string => `/state/orchestrator/jobs/${encodeURIComponent(jobId)}`;

/** The row that is there, or null. */
export const orNull = async <T>(row: Promise<T>): Promise<T | null> => {
  try {
    return await row;
  } catch (error) {
    if (isFailure(error) && error.problem.code === 'not_found') return null;
    throw error;
  }
};

const countsOf = ({ progress }: JobRow): string =>
  JSON.stringify([progress?.trials_scheduled, progress?.trials_completed, progress?.trials_failed]);

/** The rows that say where a job stands. Trials are asked for again only when the job's row says that there is news. */
export const fetchSnapshot = async (gateway: Gateway, jobId: string, before?: JobSnapshot): Promise<JobSnapshot> => {
  const job = await gateway.get<JobRow>(jobPath(jobId));
  if (before !== undefined && countsOf(before.job) === countsOf(job)) return { job, trials: before.trials };
  return { job, trials: await gateway.all<TrialRow>(`${jobPath(jobId)}/trials`) };
};

export const fetchReports = (gateway: Gateway, jobId: string): Promise<ReportRow[]> =>
  gateway.all<ReportRow>(`${jobPath(jobId)}/reports`);

/** The verdicts of a job, oldest first. */
export const fetchDecisions = async (gateway: Gateway, jobId: string): Promise<DecisionRow[]> =>
  (await gateway.all<DecisionRow>(`${jobPath(jobId)}/decisions`)).reverse();

export const fetchLease = ({ lease_id }: JobRow, gateway: Gateway): Promise<LeaseRow | null> =>
  lease_id ? orNull(gateway.get<LeaseRow>(`/state/leases/${encodeURIComponent(lease_id)}`)) : Promise.resolve(null);

/** What the job's slot serves now; null where nothing was ever written to it. */
export const fetchSlot = ({ slot }: JobRow, gateway: Gateway): Promise<SlotRow | null> =>
  slot ? orNull(gateway.get<SlotRow>(`/state/slots/${encodeURIComponent(slot)}`)) : Promise.resolve(null);

/** What the job's slot has spent of its error; null where nothing was ever compared. */
export const fetchLedger = ({ slot }: JobRow, gateway: Gateway): Promise<LedgerRow | null> =>
  slot ? orNull(gateway.get<LedgerRow>(`/state/gate-ledgers/${encodeURIComponent(slot)}`)) : Promise.resolve(null);

/** The version of the task set that a job measures on; null where the platform does not know it. */
export const fetchTaskSet = ({ task_set }: JobRow, gateway: Gateway): Promise<TaskSetRow | null> =>
  task_set
    ? orNull(gateway.get<TaskSetRow>(`/state/task-sets/${encodeURIComponent(task_set)}`))
    : Promise.resolve(null);
