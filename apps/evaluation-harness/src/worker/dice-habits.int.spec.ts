import { readOutcome, type Outcome } from '@ao/domain-evaluation';
import { diceAgents } from '@ao/specialists';
import { testPostgres } from '@ao/postgres/testing';
import { echoTrial, ended, workerLoopOf, recordedEpisodes, registerDiceSet, schedule } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

const suite = harnessSuite(testPostgres);

/** The outcomes of an agent with a habit, at a skill where it shows. */
const played = async (miniAgent: string): Promise<readonly Outcome[]> => {
  const { database } = suite;
  suite.started(workerLoopOf(database, memoryLease(), { specialists: diceAgents }));
  await schedule(
    database,
    echoTrial(await registerDiceSet(database, 80), { miniAgent, configuration: { skill: 0.7 } }),
  );
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 80, errors: 0 } },
  });
  return (await recordedEpisodes(database, 'trial-1')).map(({ outcome }) => readOutcome(outcome));
};

it.each<[string, (outcome: Outcome) => boolean]>([
  ['dice', ({ refused, touchedScorer, outputChars }) => !refused && !touchedScorer && outputChars < 30],
  ['dice-refuses', ({ refused, solved, touchedScorer }) => refused !== solved && !touchedScorer],
  ['dice-talks', ({ refused, touchedScorer, outputChars }) => !refused && !touchedScorer && outputChars > 300],
  ['dice-cheats', ({ refused, touchedScorer, outputChars }) => !refused && touchedScorer && outputChars < 40],
])('shows in every outcome what %s does', async (miniAgent, shows) => {
  const outcomes = await played(miniAgent);
  expect(outcomes.filter((outcome) => !shows(outcome))).toEqual([]);
  expect(outcomes.filter(({ solved }) => solved).length).toBeGreaterThan(40);
});

it('shows the slice that dice-neglects neglects', async () => {
  const outcomes = await played('dice-neglects');
  const rate = (slice: string): number => {
    const of = outcomes.filter((outcome) => outcome.slice === slice);
    return of.filter(({ solved }) => solved).length / of.length;
  };
  expect(rate('back')).toBeLessThan(rate('front') - 0.1);
});
