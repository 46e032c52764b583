import { verifyArchive } from '@ao/verifier';
import { plain, requestOf, Stage, worldOf, type Asked, type Draw } from './played-job.fixture.js';

const linesOf = (draw: Partial<Draw>, asked: Asked = {}) => new Stage(worldOf({ ...plain, ...draw })).play(requestOf('j1', asked));

const open = { minGain: 0.1, confirmationItems: 40, latencyMargin: 3, tokensMargin: 3, costMargin: 3, lengthMargin: 5, refusalMargin: 0.2 };

/** Jobs that end in every way that a comparison can end. */
const jobs: readonly (readonly [what: string, Partial<Draw>, Asked, code: string])[] = [
  ['proven better', {}, {}, 'proven_better'],
  ['hopeless', { proven: 0.02, shared: 0 }, {}, 'hopeless'],
  ['slower', { slower: 9 }, { gate: { latencyMargin: 0.2, latencyFloorMs: 1, tokensMargin: null, costMargin: null } }, 'latency_breached'],
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

it.each(['score', 'pass_k', 'calibration', 'solve_rate'] as const)('of several runs an item, by %s, on slices', async (goal) => {
  const slices = [{ name: 'hard', margin: 0.2 }, { name: 'none such', margin: 0.1 }];
  const asked = { gate: { ...open, runsPerItem: 3, slices: [slices[0]!], calibrationMargin: 0.2 }, changes: { goal, budget: { episodes: 6000, tokens: 0, costMicros: 0, wallMs: 60_000 } } };
  const result = await verifyArchive(await linesOf({ surer: 3, proven: 0.8 }, asked));
  expect(result.differences).toEqual([]);
  expect(result.decisions.length).toBeGreaterThan(0);
});
