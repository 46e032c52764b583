import { setTimeout as delay } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { fetchJobReport, type JobReport } from '../report/job-report.js';
import { jobReportText } from '../report/job-report.text.js';
import type { Session } from '../session.js';
import { follow, isAway, patiently, patienceMs as restartMs, type FollowOptions } from './follow.js';
import type { JobRow } from './rows.js';

const everyMs = 200;
const patienceMs = 3_000;

/** True while facts that belong to the end of the job are still on their way into the views. */
const isIncomplete = ({ job, decisions, lease, slot }: JobReport): boolean =>
  lease?.status === 'granted' ||
  (job.outcome === 'promoted' && !decisions.some(({ candidate_hash }) => candidate_hash === slot?.configuration_hash));

/** The job's report, with what comes in shortly after its end. */
const completeReport = async (session: Session, jobId: string): Promise<JobReport> => {
  const givenUpAt = Date.now() + patienceMs;
  for (;;) {
    const report = await patiently(session, () => fetchJobReport(session.gateway, jobId), isAway, restartMs);
    if (!isIncomplete(report) || Date.now() > givenUpAt) return report;
    await delay(everyMs, undefined, { signal: session.signal });
  }
};

/** Throws Failure for a job that ended without completing. */
export const demandCompleted = ({ job_id, status, reason, policies }: JobRow): void => {
  if (status === 'completed') return;
  const by = policies && policies.length > 0 ? [`decided by ${policies.join(', ')}`] : [];
  throw new Failure(exitCodes.unfinished, { title: `job ${job_id} ended ${status}`, detail: reason ?? undefined }, by);
};

/** Follows a job to its end and prints its report. Throws Failure for a job that ended without completing. */
export const followToReport = async (
  session: Session,
  jobId: string,
  options: FollowOptions = {},
): Promise<JobReport> => {
  const { job } = await follow(session, jobId, options);
  const report = await completeReport(session, job.job_id);
  session.note({ event: 'report', ...report }, (style) => `\n${jobReportText(report, style)}`);
  demandCompleted(report.job);
  return report;
};
