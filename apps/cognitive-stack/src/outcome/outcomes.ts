import type { cognition } from '@ao/contracts';
import type { outcomeDecider } from '@ao/domain-cognition';
import type { CommandHandlerOf } from '@ao/event-store';
import type { CallContext } from '@ao/rpc';
import type { Receipts } from './receipts.js';

/** The edge of outcomes. May be repeated. */
export interface Outcomes {
  report(request: cognition.ReportOutcomeRequest, context: CallContext): Promise<cognition.ReportOutcomeResponse>;
}

export const outcomes = (handle: CommandHandlerOf<typeof outcomeDecider>, receipts: Receipts): Outcomes => ({
  async report({ receipt, solved }, { corrId, subject }) {
    const answer = receipts.read(receipt);
    const { answerId } = answer;
    // The answer itself is not in the log: its id is what the outcome follows from.
    await handle(answerId, { type: 'ReportOutcome', answer, solved }, { corrId, causationId: answerId, subject });
    return { answerId };
  },
});
