import type { DeadlineChange } from '@ao/domain-orchestrator';
import { withDomainErrors, type Sql } from '@ao/postgres';

/** Jobs that have not ended: `orchestrator.open_jobs`. See migrations/0001_open_jobs.sql. */

/** What an event says of a job. */
export interface JobMove {
  readonly jobId: string;
  readonly at: Date;
  /** The event says that the job does not move. */
  readonly stalled: boolean;
  readonly change: DeadlineChange;
}

const touch = async (sql: Sql, { jobId, at, stalled }: JobMove): Promise<void> => {
  await sql`
    update orchestrator.open_jobs
    set moved_at = case when ${stalled} then moved_at else greatest(moved_at, ${at}) end, stalled = ${stalled}
    where job_id = ${jobId}`;
};

const open = async (sql: Sql, { jobId, at }: JobMove, deadlineMs: number, searchMs: number | null): Promise<void> => {
  const searchEnd = searchMs === null ? null : new Date(searchMs);
  await sql`
    insert into orchestrator.open_jobs (job_id, deadline_at, search_ends_at, moved_at)
    values (${jobId}, ${new Date(deadlineMs)}, ${searchEnd}, ${at})
    on conflict (job_id) do update set deadline_at = excluded.deadline_at, search_ends_at = excluded.search_ends_at,
      moved_at = greatest(open_jobs.moved_at, excluded.moved_at), stalled = false`;
};

/** Takes in what an event says. The same events again give the same rows. */
export const recordMove = async (sql: Sql, move: JobMove): Promise<void> => {
  const { jobId, change } = move;
  switch (change.kind) {
    case 'unchanged':
      return touch(sql, move);
    case 'at':
      return open(sql, move, change.deadlineMs, change.searchEndsAtMs);
    case 'none':
      await sql`update orchestrator.open_jobs set deadline_at = null, search_ends_at = null where job_id = ${jobId}`;
      return touch(sql, move);
    case 'closed':
      await sql`delete from orchestrator.open_jobs where job_id = ${jobId}`;
  }
};

/** Something of the job happened elsewhere: its episodes go on. */
export const noteProgress = async (sql: Sql, jobId: string, at: Date): Promise<void> => {
  await withDomainErrors(
    sql`update orchestrator.open_jobs set moved_at = greatest(moved_at, ${at}), stalled = false where job_id = ${jobId}`,
  );
};

/** The search was told that its time is over. */
export const searchTold = async (sql: Sql, jobId: string): Promise<void> => {
  await sql`update orchestrator.open_jobs set search_ends_at = null where job_id = ${jobId}`;
};

/** What the sweep has to do. */
export interface Due {
  readonly overdue: readonly string[];
  readonly searchOver: readonly string[];
  readonly stalled: readonly { readonly jobId: string; readonly movedAt: Date }[];
}

const most = 100;

/** The jobs whose time is over, and those that have not moved since `stillSince`: at most 100 of each, the longest first. */
export const dueJobs = (sql: Sql, now: Date, stillSince: Date): Promise<Due> =>
  withDomainErrors(
    (async () => {
      const [overdue, searchOver, stalled] = await Promise.all([
        sql<{ jobId: string }[]>`
          select job_id as "jobId" from orchestrator.open_jobs where deadline_at <= ${now} order by deadline_at limit ${most}`,
        sql<{ jobId: string }[]>`
          select job_id as "jobId" from orchestrator.open_jobs where search_ends_at <= ${now} order by search_ends_at limit ${most}`,
        sql<{ jobId: string; movedAt: Date }[]>`
          select job_id as "jobId", moved_at as "movedAt" from orchestrator.open_jobs
          where not stalled and moved_at < ${stillSince} and deadline_at is not null order by moved_at limit ${most}`,
      ]);
      return {
        overdue: overdue.map(({ jobId }) => jobId),
        searchOver: searchOver.map(({ jobId }) => jobId),
        stalled: [...stalled],
      };
    })(),
  );
