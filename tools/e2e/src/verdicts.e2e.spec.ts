import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { diceItems } from '@ao/specialists';
import { verifyArchive } from '@ao/verifier';
import { endedJob, importTaskSet, startTraining, type JobRow, type MadeUpItem } from './platform/jobs.js';
import { SharedPlatform } from './platform/shared.js';

interface Gain {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly items: number;
}

interface DecisionRow {
  readonly outcome: string;
  readonly reason: string;
  readonly gain: Gain | null;
  readonly outcomes_hash: string;
  readonly evidence: Readonly<Record<string, unknown>> & {
    readonly code: string;
    readonly policy: Readonly<Record<string, unknown>>;
  };
}

const platform = new SharedPlatform();
const coins = diceItems(1500);

const importCoins = (name: string, items: readonly object[] = coins): Promise<unknown> =>
  importTaskSet(
    platform.grpc,
    platform.token,
    { name, role: 'validation', splitBy: 'id' },
    items as readonly MadeUpItem[],
  );

/** Trains, waits for the end, answers the job and its decisions. */
const train = async (body: object): Promise<{ job: JobRow; decisions: readonly DecisionRow[] }> => {
  const jobId = await startTraining(platform.api, {
    seed: 5,
    budget: { episodes: 4_000 },
    strategy: { name: 'random', candidates: 8 },
    ...body,
  });
  const job = await endedJob(() => platform.api, jobId);
  return { job, decisions: await platform.api.all<DecisionRow>(`/state/orchestrator/jobs/${jobId}/decisions`) };
};

const archive = async (jobId: string): Promise<Buffer> => {
  const response = await fetch(`http://${platform.http}/state/orchestrator/jobs/${jobId}/evidence`, {
    headers: { authorization: `Bearer ${platform.token}` },
  });
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
    status: 200,
    type: 'application/gzip',
  });
  return Buffer.from(await response.arrayBuffer());
};

/** Splits are fixed by the hash of the item's id, as these sets ask for it: the last 40 % are the holdout. */
const isHoldout = (id: string): boolean =>
  Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 8), 16) / 2 ** 32 >= 0.6;

const linesOf = (file: Buffer): string[] => gunzipSync(file).toString('utf8').trimEnd().split('\n');

beforeAll(async () => {
  await importCoins('coins');
});

describe('a stochastic agent, three runs an item', () => {
  let job: JobRow;
  let decisions: readonly DecisionRow[];

  it('is promoted by pass^k, with a gain measured on items that no verdict used', async () => {
    ({ job, decisions } = await train({
      mini_agent: 'dice',
      task_set: 'coins',
      goal: 'pass_k',
      gate: { runs_per_item: 3, confirmation_items: 60, calibration_margin: 0.5 },
      budget: { episodes: 6_000 },
    }));
    expect(job).toMatchObject({ status: 'completed', outcome: 'promoted' });
    const promoted = decisions.find(({ outcome }) => outcome === 'promoted');
    expect(promoted).toMatchObject({
      gain: { items: 60 },
      evidence: { code: 'proven_better', policy: { metric: 'pass_k', runsPerItem: 3 } },
    });
    const { estimate, low, high } = promoted?.gain as Gain;
    expect(low < estimate && estimate < high && low > 0).toBe(true);
    expect(JSON.stringify(promoted?.evidence)).not.toContain('gainInterval');
  });

  it('spends from the error of its slot, which /state shows', async () => {
    const { body } = await platform.api.get<{
      spent: number;
      slot_alpha: number;
      tests: { job_id: string; alpha: number }[];
      holdouts: { looks: number; fresh_due: boolean }[];
    }>('/state/gate-ledgers/dice%2Fcoins');
    expect(body).toMatchObject({
      slot: 'dice/coins',
      spending: 'family_wise',
      slot_alpha: 0.05,
      holdouts: [{ looks: decisions.length, fresh_due: false }],
    });
    expect(body.tests.map(({ job_id }) => job_id)).toEqual(decisions.map(() => job.job_id));
    expect(body.tests[0]?.alpha).toBeCloseTo(0.0304, 4);
  });

  it('exports evidence that a separate implementation recomputes, offline', async () => {
    const file = await archive(job.job_id);
    const verified = await verifyArchive(linesOf(file), {
      outcomesHash: decisions.find(({ outcome }) => outcome === 'promoted')?.outcomes_hash,
    });
    expect(verified.differences).toEqual([]);
    expect(verified).toMatchObject({ ok: true });
    expect(await archive(job.job_id)).toEqual(file);
  });

  it('names the line that somebody changed', async () => {
    const lines = linesOf(await archive(job.job_id));
    const at = lines.findIndex((line) => line.includes('"BlockCompared"'));
    const changed = lines.map((line, index) => (index === at ? line.replace('"latencyMs":[', '"latencyMs":[9') : line));
    const verified = await verifyArchive(linesOf(gzipSync(`${changed.join('\n')}\n`)));
    expect(verified).toMatchObject({
      ok: false,
      differences: expect.arrayContaining([expect.objectContaining({ line: at + 1 })]) as object,
    });
  });

  it('is measured with intervals: calibration, pass^k, refusals', async () => {
    const reports = await platform.api.all<{
      purpose: string;
      runs_per_item: number;
      pass_k: object | null;
      calibration: object | null;
    }>(`/state/orchestrator/jobs/${job.job_id}/reports`);
    const interval = {
      value: expect.any(Number) as number,
      low: expect.any(Number) as number,
      high: expect.any(Number) as number,
    };
    expect(reports.find(({ runs_per_item }) => runs_per_item === 3)).toMatchObject({
      pass_k: interval,
      calibration: { ece: interval, brier: interval, reliability: interval, resolution: interval },
    });
  });
});

it.each(['score', 'calibration'])('%s can be the goal: compared as a bounded value, item by item', async (goal) => {
  await importCoins(`coins-for-${goal}`);
  const { job, decisions } = await train({ mini_agent: 'dice', task_set: `coins-for-${goal}`, goal });
  expect(job.status).toBe('completed');
  expect(decisions[0]).toMatchObject({ evidence: { policy: { metric: goal }, pairs: expect.any(Number) as number } });
  expect((await verifyArchive(linesOf(await archive(job.job_id)))).differences).toEqual([]);
});

it('a slot can spend its error by e-LOND, for life', async () => {
  await importCoins('long-lived');
  const { job } = await train({ mini_agent: 'dice', task_set: 'long-lived', gate: { spending: 'e_lond' } });
  expect(job.outcome).toBe('promoted');
  const { body } = await platform.api.get<{ spending: string; next_alpha: number }>(
    '/state/gate-ledgers/dice%2Flong-lived',
  );
  expect(body).toMatchObject({ spending: 'e_lond', promotions: 1 });
  const refused = await platform.api.post<{ errors: object[] }>('/orchestrator/mini_agents/start_training', {
    mini_agent: 'dice',
    task_set: 'long-lived',
    gate: { spending: 'family_wise' },
  });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'gate.spending' }] } });
  expect((await verifyArchive(linesOf(await archive(job.job_id)))).differences).toEqual([]);
});

describe('who wins in a wrong way trips a named wire', () => {
  it.each([
    ['dice-refuses', 'tripwire_refusal', 'Tripwire refusal'],
    ['dice-talks', 'tripwire_length', 'Tripwire length'],
    ['dice-cheats', 'tripwire_scorer', 'Tripwire scorer'],
  ])('%s: %s', async (agent, code, reason) => {
    const { job, decisions } = await train({
      mini_agent: agent,
      task_set: 'coins',
      strategy: { name: 'random', candidates: 3 },
      gate: { refusal_margin: 0 },
    });
    expect(decisions.length).toBeGreaterThan(0);
    expect(decisions.map(({ outcome, evidence }) => [outcome, evidence.code])).toEqual(
      decisions.map(() => ['rejected', code]),
    );
    expect(job).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining(reason) as string });
  });

  it('dice-neglects is promoted unless the slice that it neglects is guarded', async () => {
    const guarded = await train({
      mini_agent: 'dice-neglects',
      task_set: 'coins',
      gate: { slices: [{ name: 'back', margin: 0.02 }] },
    });
    expect(guarded.decisions.length).toBeGreaterThan(0);
    expect(guarded.job.outcome).not.toBe('promoted');
    expect(
      guarded.decisions.filter(({ evidence }) => ['slice_breached', 'guardrail_open'].includes(evidence.code)).length,
    ).toBeGreaterThan(0);
    await importCoins('more-coins');
    expect((await train({ mini_agent: 'dice-neglects', task_set: 'more-coins' })).job).toMatchObject({
      outcome: 'promoted',
    });
  });
});

describe('nothing of the holdout reaches the search', () => {
  interface Scheduled {
    readonly trial_id: string;
    readonly purpose: string;
    readonly configuration_hash: string;
    readonly splits: readonly string[];
    readonly round: number;
    readonly offset: number;
    readonly count: number;
  }

  /** The messages of a job, in order, up to the first of the gate. */
  const searchMessages = async ({ corr_id, job_id }: JobRow): Promise<{ type: string; data: Scheduled }[]> => {
    const { body } = await platform.api.get<{ text: string }>(
      `/events?corr_id=${corr_id}&type=orchestrator.trial.&from_start=true&snapshot=true`,
    );
    const facts = body.text.split('\n\n').flatMap((event) => {
      const [, type = ''] = /^event: (.+)$/m.exec(event) ?? [];
      const [, data = ''] = /^data: (.+)$/m.exec(event) ?? [];
      return type === '' ? [] : [{ type, data: (JSON.parse(data) as { data: Scheduled }).data }];
    });
    const ofJob = facts.map(({ type, data }) => ({
      type,
      data: JSON.parse(JSON.stringify(data).replaceAll(job_id, 'job')) as Scheduled,
    }));
    return ofJob.slice(
      0,
      ofJob.findIndex(({ data }) => data.purpose === 'gate'),
    );
  };

  /** What a search message says, but for what names the task set's version and the lease. */
  const said = ({ type, data }: { type: string; data: Scheduled }) => [
    type,
    data.trial_id,
    data.configuration_hash,
    data.round,
    data.offset,
    data.count,
    data.splits,
  ];

  it('another holdout, the very same messages', async () => {
    const turned = coins.map((item) => (isHoldout(item.id) ? { ...item, target: { label: 'edge' } } : item));
    await importCoins('straight-coins');
    await importCoins('turned-coins', turned);
    const [one, other] = [
      await train({ mini_agent: 'dice', task_set: 'straight-coins', seed: 77 }),
      await train({ mini_agent: 'dice', task_set: 'turned-coins', seed: 77 }),
    ];
    const messages = await Promise.all([searchMessages(one.job), searchMessages(other.job)]);
    expect(one.job.outcome).toBe('promoted');
    expect(messages[0].length).toBeGreaterThan(5);
    expect(messages[0].map(said)).toEqual(messages[1].map(said));
    expect(messages[0].flatMap(({ data }) => data.splits ?? [])).not.toContain('holdout');
    expect(other.decisions.every(({ outcome }) => outcome === 'rejected')).toBe(true);
  });
});

describe('what cannot be proven is refused before anything is spent', () => {
  const start = (body: object) =>
    platform.api.post<{ errors: { path: string; message: string }[] }>('/orchestrator/mini_agents/start_training', {
      mini_agent: 'dice',
      task_set: 'coins',
      ...body,
    });

  it('a holdout that is too small says how many items it takes', async () => {
    await importCoins('few-coins', coins.slice(0, 40));
    const { status, body } = await start({ task_set: 'few-coins' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      {
        path: 'task_set',
        message: expect.stringMatching(/too small: a verdict at the error 0\.0\d+ takes at least \d+ items/) as string,
      },
    ]);
  });

  it.each([
    ['gate.alpha', { gate: { alpha: 0.5 } }],
    ['gate.spending', { gate: { spending: 'e_lond' } }],
    ['gate.runs_per_item', { goal: 'pass_k' }],
    ['gate.slices.0.margin', { gate: { slices: [{ name: 'front', margin: 7 }] } }],
    ['promotion.mode', { promotion: { mode: 'dice' } }],
    ['calibration.escalate_to', { calibration: { action: 'escalate', target_risk: 0.1, escalate_to: 'nowhere' } }],
  ])('%s', async (path, body) => {
    const answer = await start(body);
    expect({ status: answer.status, paths: answer.body.errors.map((error) => error.path) }).toEqual({
      status: 400,
      paths: [path],
    });
  });
});
