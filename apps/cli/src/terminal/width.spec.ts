import { answerText } from '../agents/answer.text.js';
import { verificationText } from '../evidence/verification.text.js';
import { jobsText } from '../jobs/jobs.text.js';
import { ledgersText, ledgerText } from '../ledger/ledger.text.js';
import { sampleCalibration, sampleJob, sampleLedger } from '../testing/sample-report.js';
import { slotText } from '../units/slot.text.js';
import { slotsText, unitsText } from '../units/units.text.js';
import { plainStyle } from './terminal.js';

const style = plainStyle(80);
const unitId = `unit-${sampleJob.job_id}`;
const canary = { unit_id: unitId, status: 'running', share: 0.1, outcomes: 100 };
const slot = {
  slot: 'recall/interview-questions',
  version: 12,
  configuration: { k: 1.2, b: 0.7, ngrams: 'char-4', stemming: true },
  configuration_hash: 'cafe00112233',
  unit_id: unitId,
  cause: 'promoted',
  labels: [
    { name: 'production', unit_id: unitId, configuration_hash: 'cafe00112233' },
    { name: 'previous', unit_id: null, configuration_hash: '' },
  ],
  canary,
  stale: true,
  calibration: sampleCalibration,
};
const unit = { unit_id: unitId, status: 'promoted', slot: slot.slot, job_id: sampleJob.job_id, canary, stale: true };
const waiting = {
  ...sampleJob,
  mini_agent: 'mail-guard',
  task_set: 'spam-assassin@43511399',
  status: 'awaiting_approval',
  outcome: null,
};
const held = {
  ...sampleLedger,
  slot: slot.slot,
  tests: sampleLedger.tests.map((test) => ({ ...test, promoted: false })),
};
const hash = 'a7'.repeat(32);
const verified = {
  ok: true,
  lines: 185,
  root: hash,
  differences: [],
  decisions: [
    {
      decisionId: 'decision-1',
      line: 176,
      outcome: 'promoted',
      candidateHash: hash,
      outcomesHash: hash,
      evidence: {},
      gain: { estimate: 0.215, low: 0.108, high: 0.326, confidence: 0.95, items: 100 },
    },
  ],
};
const answer = {
  output: { label: 'heads' },
  confidence: 0.836,
  raw_confidence: 1,
  slot_version: 12,
  configuration_hash: hash,
  latency_ms: 0.199,
  label: 'candidate',
  escalated_to: slot.slot,
};

it.each([
  ['jobs', jobsText([waiting, sampleJob], style), [sampleJob.job_id, 'TO APPROVE']],
  ['ledgers', ledgersText([held], style), [slot.slot]],
  ['a ledger', ledgerText(held, style), [sampleJob.job_id, 'not promoted']],
  ['a slot', slotText(slot, [], style), [unitId, 'STALE']],
  ['slots', slotsText([slot], style), [slot.slot, unitId]],
  ['units', unitsText([unit], style), [slot.slot, 'canary 10.0 %, stale']],
  ['an answer', answerText(answer, style), ['83.6 % (100.0 % as the agent says it)']],
  [
    'a verified archive',
    verificationText(verified, `evidence-${sampleJob.job_id}.jsonl.gz`, style),
    ['+21.5 points (+10.8 to +32.6 points)', hash],
  ],
])('%s fit 80 columns, and cut nothing that is passed on', (_, text, told) => {
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  for (const word of told) expect(text.replaceAll(/\s+/gu, ' ')).toContain(word);
});
