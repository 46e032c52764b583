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
  expect(drawn.split('\n').map(widthOf)).toEqual(
    jobReportText(report, plainStyle(coloured.width, coloured.whole)).split('\n').map(widthOf),
  );
});

it('shows the comparison, the patch, the decision with its evidence, and the spend', () => {
  const text = jobReportText(report, plainStyle(80));
  expect(text).toMatch(/^recall on web-features @3f2c5a7be1 {2}PROMOTED$/mu);
  expect(text).toMatch(/^ {2}solve rate +65\.5 % {2}52\.7–76\.4 +82\.8 % {2}71\.1–90\.4 +\+17\.2 points$/mu);
  expect(text).toMatch(/^ {2}58 episodes each on the holdout/mu);
  expect(text).toMatch(/^ {2}- ngrams +none\n {2}\+ ngrams +char-4$/mu);
  expect(text).toMatch(/^ {2}e-value +28\.8 against 20 needed \(1\/alpha, alpha 0\.05\), after 58 pairs$/mu);
  expect(text).toMatch(/^ {2}The slot recall\/web-features serves it, at version 1\.$/mu);
  expect(text).toMatch(/^ {2}only the winner solved 10: item-3, item-9, item-15, item-21, item-27, item-33…$/mu);
  expect(text).not.toMatch(/only the baseline/u);
  expect(text).toMatch(/10 won, 0 lost, 48 tied/u);
  expect(text).toMatch(
    /^ {2}gain +\+12\.5 points \(95 % interval -2\.1 to \+27\.1 points\) on 48\n +confirmation items that the verdict did not use$/mu,
  );
  expect(text).toMatch(
    /^ {2}error +alpha 0\.0304 for this, the slot's test 1; 0\.05 of its 0\.05 left,\n +0\.038 for the next$/mu,
  );
  expect(text).toMatch(/^ {2}holdout +look 1 of 20 at this holdout$/mu);
  expect(text).toMatch(/^ {2}tripwires +refusals clear, length clear, touched its scorer clear$/mu);
  expect(text).toMatch(
    /^ {2}confidence +recalibrated \(platt\), fitted on 400 labels of dev: ECE 0\.082 ->\n +0\.014 cross-validated\n +on the holdout: ECE \(debiased\) 0\.\d+ \(0\.\d+ to 0\.\d+\) as said,/mu,
  );
  expect(text).toMatch(/at most 10\.0 %\n? +are wrong \(held with 95 %\); else it abstains/u);
  expect(text).toMatch(/^ {2}latency +within the margin of \+25\.0 %: \+6\.0 % typically, at most \+6\.3 %$/mu);
  expect(text).toMatch(/^ {2}episodes +2,480 +8,000 .* 31 %$/mu);
});

it('says why a job without a decision ended', () => {
  const denied = {
    ...report,
    decisions: [],
    comparison: null,
    lease: null,
    job: { ...sampleJob, status: 'denied', outcome: null, reason: 'no policy allows it', spend: undefined },
  };
  const text = jobReportText(denied, plainStyle(80));
  expect(text).toMatch(/DENIED/u);
  expect(text).toMatch(/^no policy allows it$/mu);
  expect(text).not.toMatch(/Decision|Patch|Baseline/u);
});

const decisionWith = (more: object, evidence: object = {}): string => {
  const [decision] = report.decisions;
  return jobReportText(
    { ...report, decisions: [{ ...decision!, ...more, evidence: { ...decision!.evidence!, ...evidence } }] },
    plainStyle(120),
  );
};

it('never shows what was seen and selected as the gain', () => {
  expect(decisionWith({ gain: null })).toMatch(/^ {2}gain +not estimated: the job set no confirmation items aside$/mu);
  expect(decisionWith({ gain: null, outcome: 'rejected' })).toMatch(
    /^ {2}gain +not estimated: it is measured only where the verdict promotes$/mu,
  );
});

it('names what was guarded, what tripped, and who was asked', () => {
  const evidence = report.decisions[0]!.evidence!;
  const harm = {
    ...evidence.calibration,
    status: 'breached',
    margin: 0.05,
    items: 40,
    candidateTotal: 6,
    incumbentTotal: 2,
  };
  const text = decisionWith(
    { approval: { state: 'declined', subject: 'user:ann', reason: 'too terse' } },
    {
      calibration: harm,
      slices: [{ ...harm, name: 'long', status: 'within' }],
      cost: { ...evidence.tokens, candidateTotal: 3, incumbentTotal: 2 },
      tripwires: { ...evidence.tripwires, scorer: { status: 'tripped', touches: 1 } },
    },
  );
  expect(text).toMatch(/^ {2}Brier +beyond the margin of 5\.0 points: \+10\.0 points over 40 items$/mu);
  expect(text).toMatch(/^ {2}on long +within the margin of 5\.0 points/mu);
  expect(text).toMatch(/^ {2}cost +within the margin of \+25\.0 %: \+50\.0 % in all$/mu);
  expect(text).toMatch(/touched its scorer TRIPPED/u);
  expect(text).toMatch(/^ {2}approval +declined by user:ann: "too terse"$/mu);
});

it('says when a fresh holdout is due', () => {
  const worn = { ...report.ledger!, tests: [{ ...report.ledger!.tests[0]!, look: 20 }] };
  expect(jobReportText({ ...report, ledger: worn }, plainStyle(80))).toMatch(
    /^ {2}holdout +look 20 of 20 at this holdout: a fresh holdout is due$/mu,
  );
});

it('says how to approve what waits for a person', () => {
  const waiting = { ...report, job: { ...sampleJob, status: 'awaiting_approval', outcome: null } };
  expect(nextSteps(waiting).map(([command]) => command)).toEqual(
    expect.arrayContaining([
      `ao approve ${sampleJob.job_id} --reason "..."`,
      `ao decline ${sampleJob.job_id} --reason "..."`,
    ]),
  );
});

it('says when what was promoted is in force no more', () => {
  expect(jobReportText({ ...report, slot: null }, plainStyle(80))).toMatch(
    /The slot recall\/web-features does not serve it any more\./u,
  );
});

it('says why a candidate that was proven better was not put in force', () => {
  const text = jobReportText(
    {
      ...report,
      slot: null,
      job: { ...sampleJob, outcome: 'held', reason: 'proven better, but not promoted: the slot has moved' },
    },
    plainStyle(80),
  );
  expect(text).toMatch(/^recall on web-features .* HELD\n[^]*\nproven better, but not promoted: the slot has moved\n/u);
  expect(text).toMatch(/Patch, not applied/u);
});

it('does not praise a candidate that was not promoted', () => {
  const [decision] = report.decisions;
  const rejected = {
    ...report,
    job: { ...sampleJob, outcome: 'rejected' },
    decisions: [{ ...decision!, outcome: 'rejected' }],
  };
  const text = jobReportText(rejected, plainStyle(80));
  expect(text).toMatch(/Patch, not applied/u);
  expect(text).toMatch(/Baseline and candidate/u);
  expect(text).not.toMatch(/winner/u);
  expect(nextSteps(rejected).some(([command]) => command.includes('revert'))).toBe(false);
  expect(nextSteps(report).some(([command]) => command.includes('revert unit-1'))).toBe(true);
});

it('says what of the holdout the search may have seen', () => {
  const text = jobReportText(report, plainStyle(80)).replaceAll(/\s+/gu, ' ');
  expect(text).toContain(
    'Holdout of 466 items 1 stands in train or dev too, and 2 are nearly the same as items of train or dev: on these an answer may be remembered, not found.',
  );
  expect(jobReportText({ ...report, taskSet: null }, plainStyle(80))).not.toContain('remembered');
});

it('leads to both answers on an item on which the two differ', () => {
  expect(nextSteps(report)).toContainEqual([
    `ao episodes ${report.job.job_id} --item 'item-3'`,
    'an item on which the two differ: input, target, both answers',
  ]);
});
