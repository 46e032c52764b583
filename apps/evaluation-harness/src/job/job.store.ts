import type { Sql, Tx } from '@ao/postgres';

/** What the harness knows of a job. */
export type JobStatus = 'running' | 'paused' | 'ended';

/** The line in which all wait who start a trial of this job, or end the job. */
export const jobLine = (jobId: string): string => `job-${jobId}`;

/** Saves what a fact said. A job that has ended stays ended. */
export const saveJobStatus = async (tx: Sql | Tx, jobId: string, status: JobStatus): Promise<void> => {
  await tx`
    insert into evaluation.jobs (job_id, status) values (${jobId}, ${status})
    on conflict (job_id) do update set status = excluded.status where jobs.status <> 'ended'`;
};

/** The job's status; a job that no fact spoke of runs. */
export const jobStatus = async (sql: Sql | Tx, jobId: string): Promise<JobStatus> => {
  const [row] = await sql<{ status: JobStatus }[]>`select status from evaluation.jobs where job_id = ${jobId}`;
  return row?.status ?? 'running';
};
