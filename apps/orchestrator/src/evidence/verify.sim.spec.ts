import fc from 'fast-check';
import { verifyArchive } from '@ao/verifier';
import { plain, requestOf, Stage, worldOf, type Asked, type Draw } from './played-job.fixture.js';

const linesOf = (draw: Partial<Draw>, asked: Asked = {}) =>
  new Stage(worldOf({ ...plain, ...draw })).play(requestOf('j1', asked));

const open = {
  minGain: 0.1,
  confirmationItems: 40,
  latencyMargin: 3,
  tokensMargin: 3,
  costMargin: 3,
  lengthMargin: 5,
  refusalMargin: 0.2,
};

/** Jobs that end in every way that a comparison can end. */
const jobs: readonly (readonly [what: string, Partial<Draw>, Asked, code: string])[] = [
  ['proven better', {}, {}, 'proven_better'],
  ['hopeless', { proven: 0.02, shared: 0 }, {}, 'hopeless'],
  [
    'slower',
    { slower: 9 },
    { gate: { latencyMargin: 0.2, latencyFloorMs: 1, tokensMargin: null, costMargin: null } },
    'latency_breached',
  ],
  ['costly', { slower: 9 }, { gate: { latencyMargin: null } }, 'tokens_breached'],
  ['touched its scorer', { cheats: 0.1 }, {}, 'tripwire_scorer'],
  ['refuses', { refuses: 0.6 }, {}, 'tripwire_refusal'],
  ['longer', { longer: 20 }, { gate: { lengthMargin: 0.2 } }, 'tripwire_length'],
  ['all the same', { proven: 0 }, {}, 'identical'],
  ['not proven in time', { proven: 0.05 }, { gate: { futility: 0 } }, 'not_proven'],
];

it.each(jobs)('makes the same decision again: %s', async (_, draw, asked, code) => {
  const result = await verifyArchive(await linesOf(draw, asked));
  expect(result.differences).toEqual([]);
  expect(result.ok).toBe(true);
  expect(result.decisions.map(({ evidence }) => (evidence as { code: string }).code)).toContain(code);
});

it.each(['score', 'pass_k', 'calibration', 'solve_rate'] as const)(
  'of several runs an item, by %s, on slices',
  async (goal) => {
    const slices = [
      { name: 'hard', margin: 0.2 },
      { name: 'none such', margin: 0.1 },
    ];
    const asked = {
      gate: { ...open, runsPerItem: 3, slices: [slices[0]!], calibrationMargin: 0.2 },
      changes: { goal, budget: { episodes: 6000, tokens: 0, costMicros: 0, wallMs: 60_000 } },
    };
    const result = await verifyArchive(await linesOf({ surer: 3, proven: 0.8 }, asked));
    expect(result.differences).toEqual([]);
    expect(result.decisions.length).toBeGreaterThan(0);
  },
);

const share = (max: number) => fc.integer({ min: 0, max: 1000 }).map((drawn) => (drawn / 1000) * max);
const margin = (max: number) => fc.option(share(max), { freq: 3 });

/** Any policy that the edge lets through, and any world. */
const anyJob = fc.record({
  draw: fc.record({
    seed: fc.nat(),
    worth: fc.constant(0.6),
    proven: share(0.7),
    shared: share(1),
    slower: share(2),
    longer: share(4),
    refuses: share(0.2),
    cheats: share(0.01),
    surer: share(3),
  }),
  goal: fc.constantFrom('solve_rate' as const, 'score' as const, 'pass_k' as const, 'calibration' as const),
  gate: fc.record({
    ...{
      runsPerItem: fc.integer({ min: 1, max: 3 }),
      alpha: share(0.04).map((each) => each + 0.01),
      minGain: share(0.3).map((each) => each + 0.01),
      futility: share(0.3),
    },
    ...{
      confirmationItems: fc.integer({ min: 0, max: 60 }),
      spending: fc.constantFrom('family_wise' as const, 'e_lond' as const),
      holdoutLooks: fc.integer({ min: 1, max: 3 }),
    },
    ...{
      latencyMargin: margin(2),
      tokensMargin: margin(2),
      costMargin: margin(2),
      calibrationMargin: margin(0.3),
      refusalMargin: margin(0.3),
      lengthMargin: margin(4),
    },
    slices: fc.subarray([
      { name: 'easy', margin: 0.3 },
      { name: 'hard', margin: 1 },
    ]),
  }),
});

it('agrees with the gate on any job, the second of its slot included', async () => {
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(anyJob, async ({ draw, goal, gate }) => {
      const stage = new Stage(worldOf({ ...plain, ...draw }));
      const asked = {
        gate,
        changes: {
          goal,
          taskSet: { name: 'set', hash: 'f00d', train: 40, dev: 40, holdout: 160 },
          budget: { episodes: 4000, tokens: 0, costMicros: 0, wallMs: 60_000 },
        },
      };
      for (const jobId of ['j1', 'j2']) {
        const result = await verifyArchive(await stage.play(requestOf(jobId, asked)));
        expect(result.differences).toEqual([]);
        decided += result.decisions.length;
      }
    }),
    { numRuns: 12 },
  );
  expect(decided).toBeGreaterThan(5);
});
