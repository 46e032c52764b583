import { statusText } from '../report/heading.text.js';
import { count } from '../terminal/format.js';
import { moment } from '../terminal/moment.js';
import { table } from '../terminal/table.js';
import type { Style } from '../terminal/terminal.js';
import type { JobRow } from './rows.js';

/** As short as a column wants it. */
const standing = (job: JobRow, style: Style): string => {
  if (job.stall) return style.colour.red('STUCK');
  return job.status === 'awaiting_approval' ? style.colour.bold('TO APPROVE') : statusText(job, style);
};

/** Jobs that stand still, one line each: since when, and what they wait for. */
export const stuckText = (jobs: readonly JobRow[], style: Style): string =>
  jobs.length === 0
    ? 'No job stands still.'
    : table(
        jobs,
        [
          { head: 'JOB', cell: ({ job_id }) => job_id },
          { head: 'SINCE', cell: ({ stall }, style) => moment(stall?.since, style) },
          { head: 'WAITS FOR', cell: ({ stall }) => stall?.waits_for ?? '', flexible: true },
        ],
        style,
      );

/** One line a job, newest first. */
export const jobsText = (jobs: readonly JobRow[], style: Style): string => {
  if (jobs.length === 0) return 'No job. Start one with: ao train recall --follow';
  return table(
    jobs,
    [
      { head: 'JOB', cell: ({ job_id }) => job_id },
      { head: 'AGENT', cell: ({ mini_agent }) => mini_agent },
      { head: 'TASK SET', cell: ({ task_set }) => task_set.split('@')[0] ?? '', flexible: true },
      { head: 'STATUS', cell: standing },
      {
        head: 'EPISODES',
        cell: ({ spend, budget }) =>
          `${count(spend?.episodes ?? 0)}${style.width >= 100 ? ` of ${count(budget?.episodes)}` : ''}`,
        align: 'right',
      },
      ...(style.whole || style.width >= 110
        ? [{ head: 'ASKED', cell: ({ created_at }: JobRow) => moment(created_at, style) }]
        : []),
    ],
    style,
  );
};
