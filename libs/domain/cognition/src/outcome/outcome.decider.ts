import { DomainError, type Decider } from '@ao/kernel';
import type { OutcomeEvent, ServedAnswer } from './outcome.events.js';

/** What is known of how an answer turned out. */
export type Outcome = { readonly status: 'unknown' } | { readonly status: 'reported'; readonly solved: boolean };

/** `answer`: as its receipt says, which the edge has checked. */
export type OutcomeCommand = {
  readonly type: 'ReportOutcome';
  readonly answer: ServedAnswer;
  readonly solved: boolean;
};

const checkAgainst = (state: Outcome, { answer, solved }: OutcomeCommand): void => {
  if (answer.decision === 'abstained' && solved)
    throw new DomainError(
      'invalid_argument',
      `answer ${answer.answerId} was withheld: nothing was served that could be right`,
      [{ path: 'solved', message: 'must be false: the answer was withheld' }],
    );
  if (state.status === 'reported' && state.solved !== solved)
    throw new DomainError(
      'already_exists',
      `answer ${answer.answerId} was reported as ${state.solved ? 'right' : 'wrong'} before`,
    );
};

/** The outcome of one answer, said once: canaries and the watch over calibration count every answer one time. */
export const outcomeDecider: Decider<OutcomeCommand, OutcomeEvent, Outcome> = {
  initial: { status: 'unknown' },
  decide: (command, state) => {
    checkAgainst(state, command);
    return state.status === 'reported'
      ? []
      : [{ type: 'OutcomeReported', data: { ...command.answer, solved: command.solved } }];
  },
  evolve: (_state, { data }) => ({ status: 'reported', solved: data.solved }),
};
