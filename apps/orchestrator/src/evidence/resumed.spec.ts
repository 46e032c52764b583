import { verifyArchive } from '@ao/verifier';
import type { Configuration } from '@ao/kernel';
import { plain, requestOf, Stage, worldOf } from './played-job.fixture.js';

const calibration = {
  method: 'none',
  targetRisk: 0.05,
  riskConfidence: 0.95,
  action: 'abstain',
  escalateTo: '',
  minCoverage: 0.1,
} as const;
const good = worldOf({ ...plain, worth: 0.6, proven: 0.6 });

const decisionOf = (lines: readonly string[]) =>
  lines
    .map((line) => JSON.parse(line) as { kind: string; data: { type?: string; data?: Record<string, never> } })
    .filter(({ data }) => data.type === 'PromotionDecided')
    .map(({ data }) => data.data as unknown as { outcome: string; candidateHash: string; evidence: { code: string } });

it.each([
  ['in the search', { after: 3, episodes: 5 }],
  ['between two trials', { after: 6, episodes: 0 }],
  ['in a block of the gate', { after: 16, episodes: 20 }],
])('a job that was resumed after its agent went away %s is verified, and decides as it would have', async (_, away) => {
  const whole = await new Stage(good).play(requestOf('j1', {}));
  const lines = await new Stage(good, away).play(requestOf('j1', {}));
  expect((await verifyArchive(lines)).differences).toEqual([]);
  expect(lines.some((line) => line.includes('"TrainingReopened"'))).toBe(true);
  const ends = [whole, lines].map((each) =>
    decisionOf(each).map(({ outcome, candidateHash }) => [outcome, candidateHash]),
  );
  expect(ends[1]).toEqual(ends[0]);
});

it('a job whose caps bind is verified with the episodes that it planned', async () => {
  const request = requestOf('j1', {});
  const changes = {
    agent: { ...request.agent, maxCostMicrosPerEpisode: 1_000 },
    budget: { ...request.budget, costMicros: 60_000 },
    leastPairs: 20,
  };
  const lines = await new Stage(good).play(requestOf('j1', { changes }));
  expect(lines.some((line) => line.includes('"EpisodesPlanned"'))).toBe(true);
  expect(decisionOf(lines)).not.toHaveLength(0);
  expect((await verifyArchive(lines)).differences).toEqual([]);
});

it('a candidate that would never answer is held, and the verifier finds out where somebody says otherwise', async () => {
  // Nobody is ever sure of anything: no threshold can hold the risk.
  const unsure = (configuration: Configuration, item: number, run: number) => ({
    ...good(configuration, item, run),
    confidence: 0.5,
  });
  const lines = await new Stage(unsure).play(requestOf('j1', { changes: { calibration } }));
  expect(decisionOf(lines)[0]).toMatchObject({ outcome: 'held', evidence: { code: 'coverage' } });
  expect((await verifyArchive(lines)).differences).toEqual([]);
  const lied = lines.map((line) => line.replace('"minCoverage":0.1', '"minCoverage":0'));
  expect((await verifyArchive(lied)).ok).toBe(false);
});
