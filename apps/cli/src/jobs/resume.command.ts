import { InvalidArgumentError } from 'commander';
import { act } from '../connection/actions.js';
import type { CommonOptions } from '../session.js';
import { subcommand, wholeNumber, type AddCommand } from '../subcommand.js';
import { followToReport } from './follow-to-report.js';
import { given } from './given.js';

/** Amounts that are added to the caps of a job. */
interface Added {
  readonly episodes?: number;
  readonly tokens?: number;
  readonly cost_micros?: number;
  readonly wall_ms?: number;
}

const fields: readonly string[] = ['episodes', 'tokens', 'cost_micros', 'wall_ms'] satisfies (keyof Added)[];

/** "episodes=2000,cost_micros=50000": one number alone is episodes. */
export const parseBudget = (text: string): Added =>
  Object.fromEntries(
    text.split(',').map((part) => {
      const [, name = 'episodes', amount = ''] = /^(?:(\w+)=)?([^=]+)$/u.exec(part.trim()) ?? [];
      if (!fields.includes(name))
        throw new InvalidArgumentError(
          `It must be AMOUNTS such as episodes=2000,wall_ms=600000; of ${fields.join(', ')}.`,
        );
      return [name, wholeNumber(amount)];
    }),
  );

interface ResumeOptions extends CommonOptions {
  readonly budget?: Added;
  readonly follow?: boolean;
}

/** `ao resume JOB`. */
export const resumeCommand: AddCommand = (program, open) => {
  subcommand(
    program,
    'resume <job>',
    'go on with a job that was paused, or that ended without a verdict: what was recorded and paid is kept',
  )
    .option(
      '--budget <amounts>',
      'for a job that has ended: what is added to its caps, such as episodes=2000,cost_micros=50000,wall_ms=600000',
      parseBudget,
    )
    .option('--follow', 'show progress until it ends, then the report')
    .action(async (jobId: string, { budget, follow, ...options }: ResumeOptions) => {
      const session = open(options);
      const row = await act(session, 'training.resume', { job_id: jobId, ...given({ budget }) });
      const text = ({ colour }: typeof session.style): string => `${colour.green('resumed')} job ${jobId}`;
      if (follow !== true) return session.show(row, text);
      session.note({ event: 'resumed', job_id: jobId }, text);
      await followToReport(session, jobId, { wasOver: true });
    });
};
