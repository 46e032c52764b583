import { verifyArchive } from '@ao/verifier';
import { plainWorld, requestOf, Stage } from './played-job.fixture.js';

it('agrees with a job that promoted', async () => {
  const lines = await new Stage(plainWorld(0.5)).play(requestOf('j1', {}));
  const result = await verifyArchive(lines);
  expect(result.differences).toEqual([]);
  expect(result.decisions.at(-1)).toMatchObject({ outcome: 'promoted' });
});

it('agrees with a job that found nothing better', async () => {
  const lines = await new Stage(plainWorld(0.02)).play(requestOf('j1', {}));
  const result = await verifyArchive(lines);
  expect(result.differences).toEqual([]);
  expect(result.decisions.length).toBeGreaterThan(0);
});
