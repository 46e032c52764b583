import type { cognition } from '@ao/contracts';
import { outcomeDecider, type OutcomeCommand } from '@ao/domain-cognition';
import { commandHandler, type EventMetadata, type EventStore } from '@ao/event-store';
import { isDomainError } from '@ao/kernel';
import type { CallContext } from '@ao/rpc';
import type { Receipts } from './receipts.js';

/** The edge of outcomes. May be repeated. */
export interface Outcomes {
  report(request: cognition.ReportOutcomeRequest, context: CallContext): Promise<cognition.ReportOutcomeResponse>;
}

/** One append for an answer that nothing was reported of; only where that fails is its stream read. */
const firstReport = (store: EventStore) => {
  const again = commandHandler(store, 'answer', outcomeDecider);
  return async (command: OutcomeCommand, metadata: EventMetadata): Promise<void> => {
    const { answerId } = command.answer;
    const events = outcomeDecider.decide(command, outcomeDecider.initial);
    try {
      await store.append({ stream: `answer-${answerId}`, expectedVersion: 0, events, metadata });
    } catch (error) {
      if (!isDomainError(error, 'aborted')) throw error;
      await again(answerId, command, metadata);
    }
  };
};

export const outcomes = (store: EventStore, receipts: Receipts): Outcomes => {
  const record = firstReport(store);
  return {
    async report({ receipt, solved }, { corrId, subject }) {
      const answer = receipts.read(receipt);
      // The answer itself is not in the log: its id is what the outcome follows from.
      await record({ type: 'ReportOutcome', answer, solved }, { corrId, causationId: answer.answerId, subject });
      return { answerId: answer.answerId };
    },
  };
};
