import type { PromotionMode } from '@ao/kernel';
import { PlayedJob, request, world } from '../job.fixture.js';
import { nextStep } from '../steps/next-step.js';
import { normalisePromotion, rawPromotionDefaults } from './promotion-rules.js';

const better = world(0.4);
const played = (mode: PromotionMode): PlayedJob =>
  new PlayedJob(better).play(request({ promotion: normalisePromotion({ ...rawPromotionDefaults, mode }) }));
const types = (job: PlayedJob): string[] => job.events.map(({ type }) => type);
const ended = (job: PlayedJob): object | undefined =>
  job.events.findLast(({ type }) => type === 'TrainingCompleted')?.data;
const yes = {
  type: 'ApprovePromotion',
  data: { subject: 'user:ada', reason: 'the slice that worried me is fine' },
} as const;
const no = { type: 'DeclinePromotion', data: { subject: 'user:ada', reason: 'not before the release' } } as const;
const canary = (outcome: 'passed' | 'worse' | 'stopped') =>
  ({ type: 'RecordCanary', data: { unitId: 'u1', outcome, reason: 'as it went' } }) as const;

it('promotes at once where the policy is automatic', () => {
  const job = played('automatic');
  expect(types(job)).not.toContain('ApprovalAsked');
  expect(ended(job)).toMatchObject({ outcome: 'promoted' });
});

describe('an approval', () => {
  it('is waited for without the lease, and recorded with who and why', () => {
    const job = played('approval');
    expect(types(job).slice(-2)).toEqual(['ApprovalAsked', 'LeaseReturned']);
    expect(nextStep(job.state)).toEqual({ kind: 'wait' });
    expect(job.tell(yes)).toMatchObject([
      { type: 'PromotionApproved', data: { subject: 'user:ada', reason: yes.data.reason, decisionId: 'd1' } },
    ]);
    expect(job.tell(yes)).toEqual([]);
    job.goOn();
    expect(ended(job)).toMatchObject({ outcome: 'promoted' });
    expect(types(job)).not.toContain('CandidateWithdrawn');
  });

  it('that is declined takes the label back and holds the job', () => {
    const job = played('approval');
    job.tell(no);
    job.goOn();
    expect(ended(job)).toMatchObject({
      outcome: 'held',
      reason: 'proven better, but declined by user:ada: not before the release',
    });
    expect(types(job)).toEqual(expect.arrayContaining(['PromotionDeclined', 'CandidateWithdrawn']));
    expect(types(job)).not.toContain('UnitPromoted');
  });

  it('needs a reason, and something that waits', () => {
    const job = played('approval');
    expect(() => job.tell({ ...yes, data: { ...yes.data, reason: ' ' } })).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        violations: [{ path: 'reason', message: 'must have 1 to 2000 characters' }],
      }),
    );
    expect(() => new PlayedJob(better).tell(yes)).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => played('automatic').tell(yes)).toThrow(expect.objectContaining({ code: 'failed_precondition' }));
  });

  it('that nobody gives can be cancelled: the label goes back', () => {
    const job = played('approval');
    job.tell({ type: 'CancelTraining', data: { reason: 'too late' } });
    job.goOn();
    expect(types(job).slice(-2)).toEqual(['TrainingCancelled', 'CandidateWithdrawn']);
    expect(nextStep(job.state)).toEqual({ kind: 'wait' });
  });
});

describe('a canary', () => {
  it('that passes is promoted', () => {
    const job = played('canary');
    expect(types(job).slice(-2)).toEqual(['CanaryStarted', 'LeaseReturned']);
    job.tell(canary('passed'));
    job.goOn();
    expect(ended(job)).toMatchObject({ outcome: 'promoted' });
  });

  it.each(['worse', 'stopped'] as const)('that is %s is held, and gives its share back', (outcome) => {
    const job = played('canary');
    job.tell(canary(outcome));
    job.goOn();
    expect(ended(job)).toMatchObject({ outcome: 'held', reason: 'proven better, but not promoted: as it went' });
    expect(types(job)).toContain('CandidateWithdrawn');
    expect(job.tell(canary('passed'))).toEqual([]);
  });

  it('can be cut short by a person, either way', () => {
    const [promoted, declined] = [played('canary'), played('canary')];
    promoted.tell(yes);
    declined.tell(no);
    expect(ended(promoted.goOn())).toMatchObject({ outcome: 'promoted' });
    expect(ended(declined.goOn())).toMatchObject({ outcome: 'held' });
  });

  it('of another unit is none of its business', () => {
    const job = played('canary');
    expect(job.tell({ ...canary('passed'), data: { ...canary('passed').data, unitId: 'other' } })).toEqual([]);
  });
});

it('is the same state from its events alone, whatever the policy', () => {
  for (const mode of ['approval', 'canary'] as const) {
    const job = played(mode);
    job.tell(yes);
    job.goOn();
    const again = new PlayedJob(better);
    again.replay(job.events);
    expect(again.state).toEqual(job.state);
  }
});
