import type { DeliveredFact } from '@ao/event-bus';
import { complaintAboutFact, messageOfFact } from '@ao/service';
import type { ReceivedFact } from '../view/fold-batch.js';

/** A fact as delivered, and decoded. */
export interface DecodedDelivery extends ReceivedFact {
  readonly meta: DeliveredFact;
}

/**
 * The facts of a batch that can be folded. Passed over: types that this version does not know, and what is no fact at all, which the
 * projection's own group has put among the dead letters; a rebuild reads the same log again.
 */
export const decodedDeliveries = (facts: readonly DeliveredFact[]): readonly DecodedDelivery[] =>
  facts.flatMap((meta) => {
    const fact = complaintAboutFact(meta) === undefined ? messageOfFact(meta) : undefined;
    return fact === undefined ? [] : [{ fact, meta }];
  });
