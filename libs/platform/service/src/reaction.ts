import type { DecodedFact } from '@ao/contracts';
import type { DeliveredFact, Subscription } from '@ao/event-bus';
import { complaintAboutFact, messageOfFact } from './read-fact.js';
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

/** Subscribes a reaction. Facts of types that this version does not know are passed over; what is no fact goes to the dead letters. */
export const reaction = ({ runtime, group, topics, handle }: ReactionOptions): Promise<Subscription> =>
  runtime.bus.subscribe({
    group,
    topics,
    check: complaintAboutFact,
    handle: async ({ facts }) => {
      for (const delivered of facts) {
        const fact = messageOfFact(delivered);
        if (fact) await handle(fact, delivered);
      }
    },
  });
