import { sampleOutcomes } from '../testing/sample-report.js';
import { armOfOutcomes } from './arm-of-outcomes.js';
import { abstentionText } from './calibration.text.js';
import { servedCalibration } from './served-calibration.js';

const abstention = {
  threshold: 0.61,
  target_risk: 0.1,
  confidence: 0.95,
  coverage: 0.82,
  action: 'abstain',
  escalate_to: '',
};

it('says when a version answers', () => {
  expect(abstentionText(abstention)).toBe(
    'answers 82.0 %, those at 0.610 or surer, so that at most 10.0 % are wrong (held with 95 %); else it abstains',
  );
});

it('says that it never answers where the threshold is out of reach', () => {
  const text = abstentionText({
    ...abstention,
    threshold: 2,
    coverage: 0,
    action: 'escalate',
    escalate_to: 'chat/mails',
  });
  expect(text).toBe(
    'never answers, as at no confidence at most 10.0 % could be shown to be wrong (with 95 %): chat/mails answers',
  );
});

it('measures what is said as the comparison does, runs of an item together', () => {
  const outcomes = sampleOutcomes(300, 3, 5).map((outcome, at) => ({
    ...outcome,
    item_id: `item-${Math.floor(at / 3)}`,
    run: at % 3,
  }));
  const before = servedCalibration({ method: 'none' }, outcomes)?.before;
  const { ece } = armOfOutcomes(outcomes).measures;
  expect([before?.value, before?.low, before?.high]).toEqual([ece.value, ...(ece.interval ?? [])]);
  expect(before?.high).toBeGreaterThan(0);
});
