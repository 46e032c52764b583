import { harnessSettings } from './evaluation-harness.settings.js';

it('has defaults for everything and reads the environment', () => {
  expect(harnessSettings({})).toMatchObject({ sliceSize: 50, claimMs: 5_000, testAgents: false });
  expect(harnessSettings({ AO_WORKERS: '4', AO_EPISODE_CONCURRENCY: '128', AO_TEST_AGENTS: '1' })).toMatchObject({
    workers: 4,
    episodeConcurrency: 128,
    testAgents: true,
  });
});

it('names the variable that is wrong', () => {
  expect(() => harnessSettings({ AO_SLICE_SIZE: '0' })).toThrow(/AO_SLICE_SIZE/);
});
