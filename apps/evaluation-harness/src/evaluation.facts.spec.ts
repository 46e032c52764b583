import type { SliceEvent, TaskSetEvent, TrialEvent } from '@ao/domain-evaluation';
import { encodeFact, decodeFact, type DecodedFact } from '@ao/contracts';
import { logStart, type RecordedEvent } from '@ao/event-store';
import { type PublishedFact } from '@ao/service';
import { sliceFacts, taskSetFacts, trialFacts } from './evaluation.facts.js';

const recorded = <Event extends TaskSetEvent | TrialEvent | SliceEvent>(event: Event): RecordedEvent<Event> => ({
  at: logStart,
  stream: 's-1',
  version: 1,
  id: 'e',
  event,
  metadata: { corrId: 'c', causationId: 'd', subject: 's' },
  occurredAt: new Date(0),
});
const isTaskSetEvent = (event: TaskSetEvent | TrialEvent | SliceEvent): event is TaskSetEvent =>
  event.type.startsWith('TaskSet');
/** As the aggregate that has such events publishes it. */
const factOf = (event: TaskSetEvent | TrialEvent | SliceEvent): PublishedFact | undefined => {
  if (isTaskSetEvent(event)) return taskSetFacts(recorded(event))[0];
  return event.type === 'EpisodeCompleted' ? sliceFacts(recorded(event)) : trialFacts(recorded(event));
};
const report = {
  episodes: 2,
  solved: 1,
  solveRate: 0.5,
  solveRateLow: 0.1,
  solveRateHigh: 0.9,
  meanScore: 0.5,
  latencyP50Ms: 1,
  latencyP95Ms: 2,
  tokensIn: 3,
  tokensOut: 4,
  costMicros: 5,
  errors: 0,
  limitReached: 0,
};
const identity = { trialId: 't', jobId: 'j', configurationHash: 'h', purpose: 'gate', arm: 'candidate', round: 2 };
const outcome = {
  ordinal: 12,
  itemId: 'q',
  solved: true,
  score: 1,
  confidence: 0.9,
  latencyMs: 3.5,
  tokensIn: 1,
  tokensOut: 2,
  costMicros: 3,
  error: '',
  limitReached: '' as const,
};

const newer = { slice: 'easy', split: 'holdout' as const, run: 2, refused: true, outputChars: 99, touchedScorer: true };
const share = { value: 0.5, low: 0.4, high: 0.6, confidence: 0.95 };
const calibration = {
  labels: 2,
  ece: share,
  brier: share,
  reliability: share,
  resolution: share,
  uncertainty: 0.25,
  bins: [{ count: 2, meanConfidence: 0.5, solveRate: share }],
};
const measured = { runsPerItem: 3, passK: share, refused: 1, calibration };

it.each<[TaskSetEvent | TrialEvent | SliceEvent, string, object]>([
  [
    { type: 'EpisodeCompleted', data: { trialId: 't', jobId: 'j', sliceId: 't.0', configurationHash: 'h', outcome } },
    'episode.completed',
    {
      episodeId: 't/12',
      sliceId: 't.0',
      outcome: { ...outcome, slice: '', split: '', run: 0, refused: false, outputChars: 0, touchedScorer: false },
    },
  ],
  [
    {
      type: 'EpisodeCompleted',
      data: { trialId: 't', jobId: 'j', sliceId: 't.0', configurationHash: 'h', outcome: { ...outcome, ...newer } },
    },
    'episode.completed',
    { episodeId: 't/12', outcome: { ...outcome, ...newer } },
  ],
  [
    {
      type: 'SliceCompleted',
      data: {
        trialId: 't',
        jobId: 'j',
        sliceId: 't.0',
        position: 0,
        spent: { episodes: 50, tokens: 0, costMicros: 0 },
        slicesDone: 1,
        slices: 4,
        episodesDone: 50,
      },
    },
    'evaluation.trial.progressed',
    { trialId: 't', slicesDone: 1, slices: 4, episodes: 50 },
  ],
  [
    { type: 'TrialCompleted', data: { ...identity, report } },
    'evaluation.trial.completed',
    { ...identity, report: { ...report, runsPerItem: 1, refused: 0 } },
  ],
  [
    { type: 'TrialCompleted', data: { ...identity, report: { ...report, ...measured } } },
    'evaluation.trial.completed',
    { ...identity, report: { ...report, ...measured } },
  ],
  [
    { type: 'TrialFailed', data: { ...identity, code: 'unavailable', reason: 'away', report } },
    'evaluation.trial.failed',
    { trialId: 't', jobId: 'j', code: 'unavailable', reason: 'away', report },
  ],
  [
    {
      type: 'TaskSetRegistered',
      data: {
        taskSet: {
          name: 'n',
          hash: 'h',
          role: 'recall',
          train: 1,
          dev: 2,
          holdout: 3,
          documents: 4,
          source: 'import',
          licence: '',
        },
      },
    },
    'taskset.registered',
    { taskSet: { name: 'n', holdout: 3 } },
  ],
])('publishes %j as %s', (event, type, data) => {
  const fact = factOf(event) as DecodedFact;
  expect(decodeFact(fact.type, encodeFact(fact).value)).toMatchObject({ type, data });
});

it('keeps the start of a trial to itself: the orchestrator has published it', () => {
  expect(factOf({ type: 'TrialStarted', data: { spec: {} as never, slices: 1, episodes: 1 } })).toBeUndefined();
});

it('archives and deletes every version by a fact of its own', () => {
  const data = { name: 'n', hashes: ['a', 'b'] };
  const facts = (type: 'TaskSetArchived' | 'TaskSetRestored' | 'TaskSetDeleted') =>
    taskSetFacts(recorded({ type, data })).map((fact) => ({ [fact.type]: fact.data }));
  expect(facts('TaskSetArchived')).toEqual([
    { 'taskset.archived': { name: 'n', hash: 'a', archived: true } },
    { 'taskset.archived': { name: 'n', hash: 'b', archived: true } },
  ]);
  expect(facts('TaskSetRestored')[1]).toEqual({ 'taskset.archived': { name: 'n', hash: 'b', archived: false } });
  expect(facts('TaskSetDeleted')[0]).toEqual({ 'taskset.deleted': { name: 'n', hash: 'a' } });
});
