import type { Sql, Tx } from '@ao/postgres';

/** What the harness knows of a job. */
export type JobStatus = 'running' | 'paused' | 'ended';

/** The line in which all wait who start a trial of this job, or end the job. */
export const jobLock = (jobId: string): string => `job-${jobId}`;

/** Saves what a fact said. A job that has ended stays ended. */
export const saveJobStatus = async (tx: Sql | Tx, jobId: string, status: JobStatus): Promise<void> => {
  await tx`
    insert into evaluation.jobs (job_id, status) values (${jobId}, ${status})
    on conflict (job_id) do update set status = excluded.status where jobs.status <> 'ended'`;
};

/** A job that had ended goes on. What is heard again of an end before that version of the job is old. */
export const reopenJob = async (sql: Sql, jobId: string, version: number): Promise<void> => {
  await sql`
    insert into evaluation.jobs (job_id, status, reopened_version) values (${jobId}, 'running', ${version})
    on conflict (job_id) do update set status = 'running', reopened_version = excluded.reopened_version
    where jobs.reopened_version < excluded.reopened_version`;
};

/** True where the job was resumed after this version of it. */
export const isReopened = async (sql: Sql, jobId: string, version: number): Promise<boolean> => {
  const [row] = await sql`select 1 from evaluation.jobs where job_id = ${jobId} and reopened_version > ${version}`;
  return row !== undefined;
};

/** The job's status; a job that no fact spoke of runs. */
export const jobStatus = async (sql: Sql | Tx, jobId: string): Promise<JobStatus> => {
  const [row] = await sql<{ status: JobStatus }[]>`select status from evaluation.jobs where job_id = ${jobId}`;
  return row?.status ?? 'running';
};
