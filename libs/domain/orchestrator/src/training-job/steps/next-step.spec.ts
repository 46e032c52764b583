import { PlayedJob, request, world } from '../job.fixture.js';
import { nextStep } from './next-step.js';

const searching = (candidates: number): PlayedJob => {
  const asked = request();
  const job = new PlayedJob(world(0.4));
  job.tell({
    type: 'RequestTraining',
    data: {
      ...asked,
      strategy: { name: 'successive_halving', candidates },
      budget: { ...asked.budget, episodes: 200_000 },
      taskSet: { ...asked.taskSet, train: 1_000, dev: 1_000 },
    },
  });
  return job.playUntil(1);
};

it('is computed once for each state of a job, whoever asks', () => {
  const { state } = searching(8);
  expect(nextStep(state)).toBe(nextStep(state));
  expect(nextStep({ ...state })).toEqual(nextStep(state));
});

it('looks at each trial a bounded number of times at the end of a round, with a thousand candidates', () => {
  const job = searching(1_000);
  const { state } = job;
  if (state.status !== 'running') throw new Error('not running');
  let looks = 0;
  // As if the round had just ended: each trial counts how often its configuration is looked at.
  const trials = new Map(
    [...state.trials].map(([id, trial]) => [
      id,
      {
        ...trial,
        result: { episodes: trial.count, solved: trial.count / 2, meanScore: 0.5 },
        get configuration() {
          looks += 1;
          return trial.configuration;
        },
      },
    ]),
  );
  expect(trials.size).toBeGreaterThan(200);
  expect(nextStep({ ...state, trials, open: 0 }).kind).toBe('schedule');
  expect(looks).toBeLessThanOrEqual(10 * trials.size);
});
