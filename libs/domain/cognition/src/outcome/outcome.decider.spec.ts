import { given } from '@ao/testing';
import { outcomeDecider, type OutcomeCommand } from './outcome.decider.js';
import type { OutcomeEvent, ServedAnswer } from './outcome.events.js';

const answer: ServedAnswer = {
  answerId: 'a1',
  slot: 'recall/qa',
  label: 'candidate',
  unitId: 'u1',
  configurationHash: 'c'.repeat(64),
  slotVersion: 3,
  confidence: 0.75,
  decision: 'answered',
  byLabel: false,
};
const report = (solved: boolean, more: Partial<ServedAnswer> = {}): OutcomeCommand => ({
  type: 'ReportOutcome',
  answer: { ...answer, ...more },
  solved,
});
const reported = (solved: boolean): OutcomeEvent => ({ type: 'OutcomeReported', data: { ...answer, solved } });

it.each([true, false])('records that it was solved: %s', (solved) =>
  given(outcomeDecider).when(report(solved)).then(reported(solved)),
);
it.each([true, false])('is idempotent for solved: %s', (solved) =>
  given(outcomeDecider, reported(solved)).when(report(solved)).thenNothing(),
);
it.each([true, false])('does not change its mind about solved: %s', (solved) =>
  given(outcomeDecider, reported(solved)).when(report(!solved)).thenRefused('already_exists'),
);

it('knows that what was withheld cannot have been right', () => {
  const withheld = { decision: 'abstained' } as const;
  given(outcomeDecider).when(report(true, withheld)).thenRefused('invalid_argument');
  given(outcomeDecider)
    .when(report(false, withheld))
    .then({ type: 'OutcomeReported', data: { ...answer, ...withheld, solved: false } });
});
