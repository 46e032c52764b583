import { encodeFact, type DecodedFact } from '@ao/contracts';
import type { Fact } from '@ao/event-bus';

/** One line of a story: whose stream says what. */
export interface Line {
  readonly key: string;
  readonly fact: DecodedFact;
  readonly version: number;
  readonly second: number;
}

/** Streams by their key, each in its own order. */
export type Streams = Readonly<Record<string, readonly DecodedFact[]>>;

/** When the story begins, in milliseconds since 1970. */
export const epoch = Date.UTC(2026, 0, 1);

/** The fact as the bus carries it. */
export const factOf = ({ key, fact, version, second }: Line, corrId = 'corr-1'): Fact => {
  const { topic, value } = encodeFact(fact);
  const { type } = fact;
  return {
    id: `${key}-${version}-${type}`,
    type,
    source: '/test',
    time: new Date(epoch + second * 1000),
    topic,
    key,
    corrId,
    causationId: corrId,
    subject: 'user:admin',
    streamVersion: version,
    value,
  };
};
