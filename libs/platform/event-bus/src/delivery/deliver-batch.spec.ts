import { DomainError } from '@ao/kernel';
import fc from 'fast-check';
import { silentLogger } from '../bus-logger.js';
import { sampleFact } from '../contract/sample.js';
import type { FactBatch } from '../event-bus.js';
import { PoisonFact } from '../poison-fact.js';
import { deliverBatch, type UndeliverableFact, type Entry, type Receiver } from './deliver-batch.js';
import { freshState } from './verdict.js';

type Kind = 'good' | 'named' | 'invalid' | 'faulty' | 'foreign' | 'malformed' | 'hopeless';

const entryOf = (kind: Kind, offset: bigint): Entry => {
  if (kind === 'foreign') return { kind, offset };
  if (kind === 'malformed') return { kind, offset, reason: 'no header ce_id' };
  return { kind: 'fact', offset, fact: { ...sampleFact({ type: kind }), offset, partition: 0 } };
};

const complain = ({ facts }: FactBatch): void => {
  for (const { type, id } of facts) {
    if (type === 'named') throw new PoisonFact(id, 'named');
    if (type === 'invalid') throw new DomainError('invalid_argument', 'invalid');
    if (type === 'faulty') throw new Error('faulty');
  }
};

interface Run {
  readonly handled: readonly bigint[];
  readonly deadLetters: readonly UndeliverableFact[];
  readonly calls: number;
  readonly most: number;
}

/** Delivers the entries to the end, as an adapter does, without the waits. `trouble` may throw before the handler looks. */
const deliver = async (
  entries: readonly Entry[],
  maxBatch: number,
  trouble: (call: number) => void = () => undefined,
): Promise<Run> => {
  const handled: bigint[] = [];
  const deadLetters: UndeliverableFact[] = [];
  let calls = 0;
  let most = 0;
  const receiver: Receiver = {
    ...{
      group: 'g',
      topic: 't',
      partition: 0,
      maxBatch,
      logger: silentLogger,
      retry: { attempts: 4, initialMs: 1, maxMs: 1 },
    },
    handle: async (batch) => {
      calls += 1;
      most = Math.max(most, batch.facts.length);
      trouble(calls);
      complain(batch);
      handled.push(...batch.facts.map(({ offset }) => offset));
    },
    check: ({ type }) => (type === 'hopeless' ? 'hopeless' : undefined),
    deadLetter: async (undeliverable) => void deadLetters.push(...undeliverable),
  };
  let state = freshState(maxBatch);
  for (let next = 0; next < entries.length;) {
    const outcome = await deliverBatch(entries.slice(next, next + maxBatch), state, receiver);
    state = outcome.state;
    next += outcome.settled;
  }
  return { handled, deadLetters, calls, most };
};

const offsetsOf = (kinds: readonly Kind[], ...wanted: readonly Kind[]): readonly bigint[] =>
  kinds.flatMap((kind, index) => (wanted.includes(kind) ? [BigInt(index)] : []));

describe('handing facts over', () => {
  const kinds = fc.array(
    fc.constantFrom<Kind>(
      'good',
      'good',
      'good',
      'good',
      'named',
      'invalid',
      'faulty',
      'foreign',
      'malformed',
      'hopeless',
    ),
    { maxLength: 60 },
  );

  it('handles each good fact once and in order, and dead-letters exactly the bad ones', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, fc.integer({ min: 1, max: 20 }), async (all, maxBatch) => {
        const run = await deliver(
          all.map((kind, index) => entryOf(kind, BigInt(index))),
          maxBatch,
        );
        expect(run.handled).toEqual(offsetsOf(all, 'good'));
        expect(run.deadLetters.map(({ offset }) => offset)).toEqual(
          offsetsOf(all, 'named', 'invalid', 'faulty', 'malformed', 'hopeless'),
        );
        expect(run.most).toBeLessThanOrEqual(maxBatch);
      }),
    );
  });

  it('dead-letters what fails again and again after just so many attempts', async () => {
    const { deadLetters } = await deliver([entryOf('good', 0n), entryOf('faulty', 1n), entryOf('good', 2n)], 10);
    expect(deadLetters).toEqual([{ offset: 1n, attempts: 4, reason: 'Error: faulty' }]);
  });

  it('finds one bad fact among 500 with few calls', async () => {
    const entries = Array.from({ length: 500 }, (_, index) =>
      entryOf(index === 333 ? 'invalid' : 'good', BigInt(index)),
    );
    const { calls, handled } = await deliver(entries, 500);
    expect(handled).toHaveLength(499);
    expect(calls).toBeLessThan(60);
  });

  it('asks no handler about what can never be handled, however much of it stands in front', async () => {
    const entries = Array.from({ length: 301 }, (_, index) =>
      entryOf(index < 300 ? 'hopeless' : 'good', BigInt(index)),
    );
    const { calls, handled, deadLetters } = await deliver(entries, 100);
    expect({ calls, handled, deadLetters: deadLetters.length }).toEqual({
      calls: 1,
      handled: [300n],
      deadLetters: 300,
    });
  });

  it.each(['unavailable', 'aborted'] as const)('dead-letters nothing however often it is %s', async (code) => {
    const trouble = (call: number): void => {
      if (call <= 100) throw new DomainError(code, 'later');
    };
    const run = await deliver([entryOf('good', 0n), entryOf('good', 1n)], 10, trouble);
    expect(run).toEqual({ handled: [0n, 1n], deadLetters: [], calls: 101, most: 2 });
  });

  it('does not count an outage against the fact that was being tried', async () => {
    const trouble = (call: number): void => {
      if (call % 2 === 0) throw new DomainError('unavailable', 'later');
    };
    const { deadLetters, calls } = await deliver([entryOf('faulty', 0n)], 1, trouble);
    expect(deadLetters).toMatchObject([{ attempts: 4, reason: 'Error: faulty' }]);
    expect(calls).toBe(7);
  });

  it('tries again when the dead letter cannot be written', async () => {
    const receiver = {
      ...{
        group: 'g',
        topic: 't',
        partition: 0,
        maxBatch: 5,
        logger: silentLogger,
        retry: { attempts: 1, initialMs: 7, maxMs: 100 },
      },
      check: () => undefined,
      handle: async () => Promise.reject(new Error('faulty')),
      deadLetter: async () => Promise.reject(new DomainError('unavailable', 'away')),
    };
    const outcome = await deliverBatch([entryOf('faulty', 0n)], freshState(5), receiver);
    expect(outcome).toMatchObject({ settled: 0, waitMs: 7 });
  });
});
