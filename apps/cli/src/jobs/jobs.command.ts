import type { Command } from 'commander';
import { act, type ActionKind } from '../connection/actions.js';
import { listed, withMore } from '../connection/lists.js';
import { fetchJobReport, type JobReport } from '../report/job-report.js';
import { jobReportText, nextSteps } from '../report/job-report.text.js';
import { nextStepsText } from '../report/next-steps.text.js';
import type { CommonOptions, OpenSession } from '../session.js';
import { subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import { fetchSnapshot } from './fetch.js';
import { demandCompleted, followToReport } from './follow-to-report.js';
import { jobsText, stuckText } from './jobs.text.js';
import { progressOf } from './progress.js';
import { phaseText, standingText } from './progress.text.js';
import { resumeCommand } from './resume.command.js';
import { isOver, type JobRow } from './rows.js';

const control = (program: Command, open: OpenSession, verb: 'cancel' | 'pause', done: string): Command =>
  subcommand(program, `${verb} <job>`, `${verb} a training job`).action(
    async (jobId: string, options: CommonOptions & { reason?: string }) => {
      const session = open(options);
      const kind: ActionKind = `training.${verb}`;
      const row = await act(session, kind, {
        job_id: jobId,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      });
      session.show(row, ({ colour }) => `${colour.green(done)} job ${jobId}`);
    },
  );

const standing = (report: JobReport, { width }: Style): string => {
  if (isOver(report.job)) return '';
  const progress = progressOf(report);
  return `\n\n${wrap(`${phaseText(progress)}; ${standingText(progress)}`, width).join('\n')}`;
};

const jobCommand: AddCommand = (program, open) => {
  subcommand(program, 'job <id>', 'the full report of one training job')
    .option('--follow', 'show progress until it ends, then the report')
    .option('--timeout <seconds>', 'with --follow: give up after so long', wholeNumber)
    .action(async (jobId: string, options: CommonOptions & { follow?: boolean; timeout?: number }) => {
      const session = open(options);
      if (options.follow === true)
        return void (await followToReport(session, jobId, {
          timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
        }));
      const report = await fetchJobReport(session.gateway, jobId, await fetchSnapshot(session.gateway, jobId));
      session.show(report, (style) =>
        [jobReportText(report, style) + standing(report, style), nextStepsText(nextSteps(report), style)].join('\n\n'),
      );
      if (isOver(report.job)) demandCompleted(report.job);
    });
};

interface ListOptions {
  readonly status?: string;
  readonly stuck?: boolean;
  readonly limit?: number;
}

const listCommand: AddCommand = (program, open) => {
  subcommand(program, 'jobs', 'list training jobs, newest first')
    .option(
      '--status <status>',
      'only jobs that are requested, waiting, running, awaiting_approval, canary, paused, completed, cancelled, denied or failed',
    )
    .option(
      '--stuck',
      'only jobs of which nothing has moved for longer than AO_JOB_STALL_MS: since when, and what they wait for',
    )
    .option('--limit <n>', 'most jobs; else 50 on a terminal, and all in a pipe', wholeNumber)
    .action(async ({ status, stuck, limit, ...options }: CommonOptions & ListOptions) => {
      const session = open(options);
      const stalled = stuck === true ? 'true' : undefined;
      const { more, ...page } = await listed<JobRow>(session, '/state/orchestrator/jobs', { status, stalled }, limit);
      session.show(page, (style) => withMore((stuck === true ? stuckText : jobsText)(page.items, style), more));
    });
};

/** `ao jobs`, `ao job ID`, `ao cancel|pause|resume ID`. */
export const jobCommands: AddCommand = (program, open) => {
  listCommand(program, open);
  jobCommand(program, open);
  control(program, open, 'cancel', 'cancelled').option('--reason <text>', 'why, for the record');
  control(program, open, 'pause', 'paused');
  resumeCommand(program, open);
};
