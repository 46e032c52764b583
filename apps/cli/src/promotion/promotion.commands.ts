import type { Command } from 'commander';
import { act } from '../connection/actions.js';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { orNull } from '../jobs/fetch.js';
import type { CommonOptions, OpenSession, Session } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import type { UnitRow } from '../units/units.text.js';

const word = (
  program: Command,
  open: OpenSession,
  verb: 'approve' | 'decline',
  tells: { readonly description: string; readonly done: string },
): void => {
  subcommand(program, `${verb} <job>`, tells.description)
    .requiredOption('--reason <text>', 'why, for the record')
    .action(async (jobId: string, { reason, ...options }: CommonOptions & { reason: string }) => {
      const session = open(options);
      const row = await act(session, `promotion.${verb}`, { job_id: jobId, reason });
      session.show(
        row,
        ({ colour }) => `${colour.green(`${verb}d`)} ${tells.done} job ${jobId}\nHow it goes on: ao job ${jobId}`,
      );
    });
};

/** A canary that has ended is not stopped again: the platform takes that for a repeated request, a person wants to know. */
const checkRuns = async ({ gateway }: Session, unitId: string): Promise<void> => {
  const unit = await orNull(gateway.get<UnitRow>(`/state/units/${encodeURIComponent(unitId)}`));
  if (unit === null || unit.canary?.status === 'running') return;
  const how = unit.canary ? `it ended: ${unit.canary.status}` : 'it never had one';
  throw new Failure(exitCodes.failed, {
    title: `unit ${unitId} has no running canary: ${how}`,
    code: 'failed_precondition',
  });
};

/** `ao approve JOB`, `ao decline JOB`, `ao canary stop UNIT`. */
export const promotionCommands: AddCommand = (program, open) => {
  word(program, open, 'approve', {
    description: 'say yes to a promotion that waits for a person, or to a canary that runs',
    done: 'the promotion of',
  });
  word(program, open, 'decline', {
    description: 'say no to a promotion that waits for a person, or to a canary that runs',
    done: 'the promotion of',
  });
  const canary = program.command('canary').description("work with a candidate's share of the traffic");
  subcommand(canary, 'stop <unit>', "give a candidate's share of the traffic back to production")
    .requiredOption('--reason <text>', 'why, for the record')
    .action(async (unitId: string, { reason, ...options }: CommonOptions & { reason: string }) => {
      const session = open(options);
      await checkRuns(session, unitId);
      const row = await act(session, 'canary.stop', { unit_id: unitId, reason });
      session.show(row, ({ colour }) => `${colour.green('stopped')} the canary of unit ${unitId}`);
    });
};
