import { act } from '../connection/actions.js';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import type { CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';

interface OutcomeOptions extends CommonOptions {
  readonly solved?: boolean;
  readonly wrong?: boolean;
}

const verdictOf = ({ solved, wrong }: OutcomeOptions): boolean => {
  if ((solved === true) === (wrong === true))
    throw new Failure(exitCodes.usage, { title: 'say how the answer turned out: --solved or --wrong' });
  return solved === true;
};

/** `ao outcome RECEIPT`. */
export const outcomeCommand: AddCommand = (program, open) => {
  subcommand(
    program,
    'outcome <receipt>',
    'say how an answer of `ao ask` turned out: canaries and the watch over confidences live on it',
  )
    .option('--solved', 'the answer was right')
    .option('--wrong', 'the answer was wrong')
    .action(async (receipt: string, options: OutcomeOptions) => {
      const solved = verdictOf(options);
      const session = open(options);
      const row = await act<{ answer_id: string }>(session, 'outcome.report', { receipt, solved });
      session.show(
        row,
        ({ colour }) =>
          `${colour.green('recorded')} that answer ${row.result?.answer_id ?? ''} was ${solved ? 'right' : 'wrong'}`,
      );
    });
};
