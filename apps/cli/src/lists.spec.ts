import { sampleCalibration, sampleJob, sampleLedger } from './testing/sample-report.js';
import { page, stoodIn } from './testing/stood-in.js';

const here = stoodIn();
const { ao } = here;

describe('lists', () => {
  it('prints rows for people and the page for programs', async () => {
    here.answer = () => page([sampleJob]);
    const people = await ao('jobs', '--status', 'completed', '--limit', '5');
    expect(people.out).toMatch(
      /^JOB +AGENT +TASK SET +STATUS +EPISODES +ASKED\n0199c0de\S+ +recall +web-features +PROMOTED +2,480 +2026-11-23T05:29:00\.000Z\n$/u,
    );
    expect(here.platform.received.at(-1)?.path).toBe('/state/orchestrator/jobs?limit=5&status=completed');
    const programs = await ao('jobs', '--json');
    expect(JSON.parse(programs.out)).toEqual({ items: [sampleJob], next_cursor: null });
  });

  it('says so when there is nothing', async () => {
    here.answer = () => page([]);
    await expect(
      Promise.all(['agents', 'jobs', 'units', 'slots', 'tasksets'].map((command) => ao(command))),
    ).resolves.toEqual(
      Array.from({ length: 5 }, () => ({
        code: 0,
        out: expect.stringMatching(/^(The catalogue holds no|No) /u) as string,
        err: '',
      })),
    );
  });

  it("prints the slots' ledgers of error, and one in full", async () => {
    here.answer = ({ path }) =>
      path.startsWith('/state/gate-ledgers/') ? { json: sampleLedger } : page([sampleLedger]);
    expect((await ao('ledger')).out).toMatch(
      /^SLOT +TESTS +PROMOTED +LEFT +OF +NEXT +HOLDOUT\nrecall\/web-features +1 +1 +0\.05 +0\.05 +0\.038 +fit\n$/u,
    );
    const { out } = await ao('ledger', 'recall/web-features');
    expect(here.platform.received.at(-1)?.path).toBe('/state/gate-ledgers/recall%2Fweb-features');
    expect(out).toMatch(
      /^recall\/web-features {2}at most 0\.05 over its life\n {2}family-wise[^\n]*\n {2}0 spent, 0\.05 left, 0\.038 for the next test\n {2}web-features @3f2c5a7be1 {2}look 1 of 20 at this holdout\n/u,
    );
    expect(out).toMatch(
      /\n +1 +0\.0304 +promoted +cafe001122 +2026-11-23T05:29:20\.000Z +0199c0de-0000-7000-8000-000000000001\n/u,
    );
  });

  it('shows a slot with its labels, its canary, what became of the answers, and what its confidences are worth', async () => {
    const labels = [
      { name: 'production', unit_id: 'unit-1', configuration_hash: 'aaaabbbbccccdddd' },
      { name: 'previous', unit_id: null, configuration_hash: '' },
    ];
    const slot = {
      slot: 'recall/web-features',
      version: 3,
      cause: 'promoted',
      configuration: { k: 1.5 },
      configuration_hash: 'aaaabbbbccccdddd',
      unit_id: 'unit-1',
      labels,
      stale: true,
      calibration: sampleCalibration,
      canary: { unit_id: 'unit-2', status: 'running', share: 0.2, outcomes: 100 },
    };
    const served = {
      slot: slot.slot,
      unit_id: 'unit-1',
      label: 'production',
      outcomes: 40,
      solved: 30,
      solve_rate: 0.75,
      mean_confidence: 0.7,
      answered: 40,
      abstained: 0,
      escalated: 0,
    };
    here.answer = ({ path }) =>
      path.startsWith('/state/served')
        ? page([served, { ...served, label: 'candidate', outcomes: 10, solved: 5 }])
        : { json: slot };
    const { out } = await ao('slot', 'recall/web-features');
    expect(out).toMatch(
      /^recall\/web-features {2}version 3, promoted\nCandidate unit-2 has 20\.0 % of the traffic until 100 [^]*STALE/u,
    );
    expect(out).toMatch(/\n {2}production +aaaabbbbcc +50 +70\.0 %\n {4}unit-1\n {2}previous +defaults +0 +-\n/u);
    expect(out).toMatch(
      /\n {2}Confidence is recalibrated \(platt\), fitted on 400 labels of dev: ECE 0\.082 ->\n {2}0\.014 cross-validated\.\n/u,
    );
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    here.answer = () => page([slot]);
    expect((await ao('slots')).out).toMatch(/unit-1 serves k=1\.5\. Candidate unit-2 has 20\.0 %[^]*STALE/u);
  });

  it('shows of a unit how it was served', async () => {
    here.answer = () =>
      page([
        {
          unit_id: 'unit-2',
          status: 'installed',
          slot: 's/t',
          job_id: 'j',
          canary: { unit_id: 'unit-2', status: 'worse', share: 0.1, outcomes: 100 },
          stale: true,
        },
      ]);
    expect((await ao('units')).out).toMatch(/unit-2 +installed +s\/t +-\n {2}canary worse, stale\n/u);
  });

  it('shows what each slot serves, within the terminal', async () => {
    const configuration = {
      k: 0.123456789,
      stemming: true,
      ngrams: 'char-4',
      fuzziness: 'none',
      title_boost: 1.5,
      lead_boost: 2.25,
      stop_words: false,
    };
    here.answer = () =>
      page([
        {
          slot: 'recall/web-features',
          version: 1,
          configuration,
          configuration_hash: 'h',
          unit_id: 'unit-1',
          cause: 'promoted',
        },
        {
          slot: 'mail-guard/spam-assassin',
          version: 2,
          configuration: null,
          configuration_hash: '',
          unit_id: null,
          cause: 'reverted',
        },
      ]);
    const { out } = await ao('slots');
    expect(out).toMatch(/\nrecall\/web-features +1 +promoted\n {2}unit-1 serves k=0\.123457 stemming=true/u);
    expect(out).toMatch(/\nmail-guard\/spam-assassin +2 +reverted\n {2}serves the agent's defaults\n$/u);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('what is piped', () => {
  it('is whole: every page, though nobody asked for so many', async () => {
    const rows = Array.from({ length: 1_203 }, (_, at) => ({ ...sampleJob, job_id: `j${at}` }));
    here.answer = ({ path }) => {
      const query = new URL(path, 'http://x').searchParams;
      const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 50)];
      const next = from + limit < rows.length ? String(from + limit) : null;
      return { json: { items: rows.slice(from, from + limit), next_cursor: next } };
    };
    const text = (await ao('jobs')).out.trim().split('\n');
    expect([text.length, text.at(-1)?.startsWith('j1202 ')]).toEqual([1_204, true]);
    expect((JSON.parse((await ao('jobs', '--json')).out) as { items: unknown[] }).items).toHaveLength(1_203);
    expect((JSON.parse((await ao('jobs', '--json', '--limit', '7')).out) as { items: unknown[] }).items).toHaveLength(
      7,
    );
  });
});

it('says of a unit without a running canary that there is none, instead of stopping it', async () => {
  const unit = { unit_id: 'u1', status: 'installed', slot: 's/t', job_id: 'j' };
  here.answer = ({ path }) => (path.startsWith('/state/units/u1') ? { json: { ...unit, canary: null } } : undefined);
  const stopped = await ao('canary', 'stop', 'u1', '--reason', 'enough');
  expect([stopped.code, stopped.err]).toEqual([1, expect.stringContaining('no running canary: it never had one')]);
  here.answer = () => ({ json: { ...unit, canary: { status: 'worse', share: 0.1 } } });
  expect((await ao('canary', 'stop', 'u1', '--reason', 'enough')).err).toContain('it ended: worse');
  expect(here.platform.received.some(({ method }) => method === 'POST')).toBe(false);
});
