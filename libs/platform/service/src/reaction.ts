import { decodeFact, type DecodedFact } from '@ao/contracts';
import { PoisonFact, type DeliveredFact, type Subscription } from '@ao/event-bus';
import type { ServiceRuntime } from './service-runtime.js';

/** A service's answer to facts. */
export interface ReactionOptions {
  readonly runtime: ServiceRuntime;
  /** Consumer group; members share the work. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Fact -> calls -> commands. It may get a fact again: its commands must yield nothing the second time. */
  readonly handle: (fact: DecodedFact, delivered: DeliveredFact) => Promise<void>;
}

const decode = (delivered: DeliveredFact): DecodedFact | undefined => {
  try {
    return decodeFact(delivered.type, delivered.value);
  } catch (error) {
    throw new PoisonFact(delivered.id, `the value is not a ${delivered.type}: ${(error as Error).message}`);
  }
};

/** Subscribes a reaction. Facts of types that this version does not know are passed over. */
export const reaction = ({ runtime, group, topics, handle }: ReactionOptions): Promise<Subscription> =>
  runtime.bus.subscribe({
    group,
    topics,
    handle: async ({ facts }) => {
      for (const delivered of facts) {
        const fact = decode(delivered);
        if (fact) await handle(fact, delivered);
      }
    },
  });
