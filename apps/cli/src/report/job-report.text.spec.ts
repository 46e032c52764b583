import { plainStyle, styleFor } from '../terminal/terminal.js';
import { widthOf } from '../terminal/table.js';
import { sampleJob, sampleReport } from '../testing/sample-report.js';
import { jobReportText, nextSteps } from './job-report.text.js';

const report = sampleReport();

it.each([80, 100, 120])('fits into %i columns', (width) => {
  const lines = jobReportText(report, plainStyle(width)).split('\n');
  expect(lines.filter((line) => line.length > width)).toEqual([]);
});

it('is the same text with colours', () => {
  const coloured = styleFor(process.stdout, { FORCE_COLOR: '1', COLUMNS: '80' });
  const drawn = jobReportText(report, coloured);
  expect(drawn.split('\n').map(widthOf)).toEqual(jobReportText(report, plainStyle(coloured.width)).split('\n').map(widthOf));
});

it('shows the comparison, the patch, the decision with its evidence, and the spend', () => {
  const text = jobReportText(report, plainStyle(80));
  expect(text).toMatch(/^recall on web-features @3f2c5a7be1 {2}PROMOTED$/mu);
  expect(text).toMatch(/^ {2}solve rate +65\.5 % {2}52\.7–76\.4 +82\.8 % {2}71\.1–90\.4 +\+17\.2 points$/mu);
  expect(text).toMatch(/^ {2}58 episodes each on the holdout/mu);
  expect(text).toMatch(/^ {2}- ngrams +none\n {2}\+ ngrams +char-4$/mu);
  expect(text).toMatch(/^ {2}e-value +28\.8 against 20 needed \(1\/alpha, alpha 0\.05\), reached after 58 pairs$/mu);
  expect(text).toMatch(/^ {2}The slot recall\/web-features serves it, at version 1\.$/mu);
  expect(text).toMatch(/^ {2}only the winner solved 10: item-3, item-9, item-15, item-21, item-27, item-33…$/mu);
  expect(text).not.toMatch(/only the baseline/u);
  expect(text).toMatch(/10 won, 0 lost, 48 tied/u);
  expect(text).toMatch(/^ {2}gain +\+12\.5 points, -2\.1 to \+27\.1 points \(95 %\), on 48 confirmation items$/mu);
  expect(text).toMatch(/^ {2}latency +within the margin of \+25\.0 %: \+6\.0 % typically, at most \+6\.3 %$/mu);
  expect(text).toMatch(/^ {2}episodes +2,480 +8,000 .* 31 %$/mu);
});

it('says why a job without a decision ended', () => {
  const denied = { ...report, decisions: [], comparison: null, lease: null, job: { ...sampleJob, status: 'denied', outcome: null, reason: 'no policy allows it', spend: undefined } };
  const text = jobReportText(denied, plainStyle(80));
  expect(text).toMatch(/DENIED/u);
  expect(text).toMatch(/^no policy allows it$/mu);
  expect(text).not.toMatch(/Decision|Patch|Baseline/u);
});

it('says when what was promoted is in force no more', () => {
  expect(jobReportText({ ...report, slot: null }, plainStyle(80))).toMatch(/The slot recall\/web-features does not serve it any more\./u);
});

it('says why a candidate that was proven better was not put in force', () => {
  const text = jobReportText({ ...report, slot: null, job: { ...sampleJob, outcome: 'held', reason: 'proven better, but not promoted: the slot has moved' } }, plainStyle(80));
  expect(text).toMatch(/^recall on web-features .* HELD\n[^]*\nproven better, but not promoted: the slot has moved\n/u);
  expect(text).toMatch(/Patch, not applied/u);
});

it('does not praise a candidate that was not promoted', () => {
  const [decision] = report.decisions;
  const rejected = { ...report, job: { ...sampleJob, outcome: 'rejected' }, decisions: [{ ...decision!, outcome: 'rejected' }] };
  const text = jobReportText(rejected, plainStyle(80));
  expect(text).toMatch(/Patch, not applied/u);
  expect(text).toMatch(/Baseline and candidate/u);
  expect(text).not.toMatch(/winner/u);
  expect(nextSteps(rejected).some(([command]) => command.includes('revert'))).toBe(false);
  expect(nextSteps(report).some(([command]) => command.includes('revert unit-1'))).toBe(true);
});
