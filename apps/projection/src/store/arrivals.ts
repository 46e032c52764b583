import { decodeFact } from '@ao/contracts';
import { PoisonFact, type DeliveredFact } from '@ao/event-bus';
import type { Arrival } from '../view/fold-batch.js';

/** A fact as delivered, and decoded. */
export interface DeliveredArrival extends Arrival {
  readonly meta: DeliveredFact;
}

/** Decodes a batch. Facts of types that this version does not know are passed over; bytes that are no such message are poison. */
export const arrivalsOf = (facts: readonly DeliveredFact[]): readonly DeliveredArrival[] =>
  facts.flatMap((meta) => {
    try {
      const fact = decodeFact(meta.type, meta.value);
      return fact === undefined ? [] : [{ fact, meta }];
    } catch (error) {
      throw new PoisonFact(meta.id, `the value is not a ${meta.type}: ${(error as Error).message}`);
    }
  });
