import { backOff } from './retry-policy.js';
import { freshState, grown, judge } from './verdict.js';

const policy = { attempts: 3, initialMs: 100, maxMs: 1000 };
const ids = ['a', 'b', 'c', 'd', 'e'];

describe('judging a failure', () => {
  it('halves a batch that fails for an unknown reason, after a pause', () => {
    expect(judge({ kind: 'unknown' }, freshState(5), ids, policy)).toEqual({
      next: 'retry',
      waitMs: 100,
      state: { limit: 2, attempts: 0, outages: 0 },
    });
  });

  it('doubles the pause on a single fact until it gives up', () => {
    const first = judge({ kind: 'unknown' }, { limit: 1, attempts: 0, outages: 0 }, ['a'], policy);
    expect(first).toEqual({ next: 'retry', waitMs: 100, state: { limit: 1, attempts: 1, outages: 0 } });
    expect(judge({ kind: 'unknown' }, { limit: 1, attempts: 1, outages: 0 }, ['a'], policy)).toMatchObject({
      next: 'retry',
      waitMs: 200,
    });
    expect(judge({ kind: 'unknown' }, { limit: 1, attempts: 2, outages: 0 }, ['a'], policy)).toEqual({
      next: 'dead_letter',
      attempts: 3,
    });
  });

  it('hands the facts before a named one over first, at once', () => {
    expect(judge({ kind: 'poison', factId: 'd' }, freshState(5), ids, policy)).toMatchObject({
      next: 'retry',
      waitMs: 0,
      state: { limit: 3 },
    });
    expect(judge({ kind: 'poison', factId: 'a' }, freshState(5), ids, policy)).toEqual({
      next: 'dead_letter',
      attempts: 0,
    });
  });

  it('looks for a poison that is not named, or named by an id that is not there', () => {
    for (const factId of [undefined, 'z'])
      expect(judge({ kind: 'poison', factId }, freshState(5), ids, policy)).toMatchObject({
        waitMs: 0,
        state: { limit: 2 },
      });
  });

  it('keeps a batch whole over an outage, with ever longer pauses', () => {
    const verdict = judge({ kind: 'transient' }, { limit: 4, attempts: 2, outages: 2 }, ids, policy);
    expect(verdict).toEqual({ next: 'retry', waitMs: 400, state: { limit: 4, attempts: 2, outages: 3 } });
  });

  it('grows again after a success, up to the most', () => {
    expect(grown({ limit: 2, attempts: 2, outages: 5 }, 500)).toEqual({ limit: 4, attempts: 0, outages: 0 });
    expect(grown({ limit: 400, attempts: 0, outages: 0 }, 500)).toEqual(freshState(500));
  });
});

describe('backing off', () => {
  it('doubles and stays within the longest pause, however many failures there were', () => {
    expect([1, 2, 3, 4, 5, 5000].map((failures) => backOff(policy, failures))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });
});
