import fc from 'fast-check';
import { isDomainError } from '@ao/kernel';
import type { Peers } from '../peers/peers.js';
import { actionKinds, type ActionKindName } from './action-kinds.js';

/** Peers that take everything. */
const peers = new Proxy(
  {},
  { get: () => new Proxy({}, { get: () => async () => ({ slots: [], jobId: '', corrId: '', version: 0 }) }) },
) as Peers;
const context = { actionId: 'a', corrId: 'c', causationId: 'a', subject: 'user:admin' };

/** Any JSON at the places where a manifest, a body or a budget has something of its own. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as never);
const odd = fc.oneof(
  json,
  fc.constantFrom<unknown>(Infinity, -1, 1e300, 2 ** 60, '', 'x'.repeat(5_000), '\u0000', '\ud800', null, [], {}),
);
const manifest = fc.record(
  {
    unit_id: odd,
    version: odd,
    title: odd,
    kind: odd,
    patches: fc.oneof(
      odd,
      fc.array(fc.oneof(odd, fc.record({ slot: odd, operations: odd, result: odd, calibration: odd })), {
        maxLength: 3,
      }),
    ),
    provenance: odd,
  },
  { requiredKeys: [] },
);
const amounts = fc.record({ episodes: odd, tokens: odd, cost_micros: odd, wall_ms: odd }, { requiredKeys: [] });
const inputOf = fc.record(
  {
    ...{ manifest, budget: fc.oneof(odd, amounts), job_id: odd, unit_id: odd, reason: odd, address: odd, view: odd },
    ...{ slot: odd, input: odd, key: odd, label: odd, receipt: odd, solved: odd, mini_agent: odd, task_set: odd },
    ...{ goal: odd, strategy: odd, seed: odd, hints: odd, gate: odd, promotion: odd, calibration: odd, topics: odd },
  },
  { requiredKeys: [] },
);

const wanted: Readonly<Record<string, readonly string[]>> = {
  'unit.install': ['manifest'],
  'training.resume': ['job_id', 'budget'],
  'training.start': ['mini_agent', 'budget', 'strategy', 'gate', 'calibration', 'hints', 'topics'],
};

it.each(Object.keys(actionKinds) as ActionKindName[])(
  '%s never fails with an error of our own, whatever its input',
  async (name) => {
    const { input: schema, run } = actionKinds[name] as unknown as {
      input: { safeParse(value: unknown): { success: boolean; data?: unknown } };
      run(peers: Peers, input: unknown, context: object): Promise<object>;
    };
    await fc.assert(
      fc.asyncProperty(inputOf, async (all) => {
        const names = wanted[name];
        const given = names ? Object.fromEntries(Object.entries(all).filter(([key]) => names.includes(key))) : all;
        const parsed = schema.safeParse(given);
        if (!parsed.success) return;
        try {
          await run(peers, parsed.data, context);
        } catch (error) {
          expect(isDomainError(error) && error.code !== 'internal' ? 'told' : error).toBe('told');
        }
      }),
      { numRuns: 200 },
    );
  },
);
