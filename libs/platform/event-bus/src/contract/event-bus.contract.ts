import type { Sql } from '@ao/postgres';
import type { DeadLetters } from '../dead-letters.js';
import type { RetryPolicy } from '../delivery/retry-policy.js';
import type { EventBus } from '../event-bus.js';
import { deadLetterCases } from './dead-letter.cases.js';
import { deliveryCases } from './delivery.cases.js';
import { effectCases } from './effect.cases.js';
import { groupCases } from './group.cases.js';

export type Bus = EventBus & DeadLetters;

/** A log of its own for one test, and buses over it. */
export interface LogUnderTest {
  /** A further bus over the same log, with its topics; closed after the test. */
  open(retry?: Partial<RetryPolicy>): Promise<Bus>;
  /** A Postgres in which handlers keep their effects, and a migrated schema of it. */
  readonly sql: Sql;
  readonly schema: string;
  close(): Promise<void>;
}

/** Runs a test over a fresh log. */
export type OverLog = (test: (log: LogUnderTest) => Promise<void>) => () => Promise<void>;

/** What every adapter of EventBus must do. `makeLog` answers a fresh, empty log for each test. */
export const eventBusContract = (name: string, makeLog: () => Promise<LogUnderTest>): void => {
  const over: OverLog = (test) => async () => {
    const log = await makeLog();
    try {
      await test(log);
    } finally {
      await log.close();
    }
  };
  describe(`${name} as an event bus`, () => {
    describe('delivery', () => deliveryCases(over));
    describe('groups', () => groupCases(over));
    describe('dead letters', () => deadLetterCases(over));
    describe('effects', () => effectCases(over));
  });
};
