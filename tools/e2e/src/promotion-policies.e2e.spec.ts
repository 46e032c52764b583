import { cognition } from '@ao/contracts';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { diceItems } from '@ao/specialists';
import { act } from './platform/act.js';
import { eventually } from './platform/eventually.js';
import { endedJob, importTaskSet, jobWith, startTraining, type JobRow } from './platform/jobs.js';
import { SharedPlatform } from './platform/shared.js';

interface SlotRow {
  readonly slot: string;
  readonly unit_id: string;
  readonly labels: readonly { readonly name: string; readonly unit_id: string | null }[];
  readonly stale: boolean;
}

const platform = new SharedPlatform();
let specialists: RpcClient<cognition.SpecialistServiceClient>;

/** Each test has a task set of its own, and so a slot of its own. */
const newSlot = async (name: string, agent = 'dice'): Promise<string> => {
  await importTaskSet(platform.grpc, platform.token, { name, role: 'validation' }, diceItems(1200));
  return `${agent}/${name}`;
};

const train = (slot: string, body: object): Promise<string> => {
  const [agent, taskSet] = slot.split('/');
  return startTraining(platform.api, {
    mini_agent: agent,
    task_set: taskSet,
    seed: 3,
    budget: { episodes: 4_000 },
    strategy: { name: 'random', candidates: 8 },
    ...body,
  });
};

const jobIn = (jobId: string, ...statuses: string[]): Promise<JobRow> =>
  jobWith(
    () => platform.api,
    jobId,
    ({ status }) => statuses.includes(status),
  );
const slotRow = async (slot: string): Promise<SlotRow> =>
  (await platform.api.get<SlotRow>(`/state/slots/${encodeURIComponent(slot)}`)).body;
const unitAt = ({ labels }: SlotRow, label: string): string | null | undefined =>
  labels.find(({ name }) => name === label)?.unit_id;
const answer = (slot: string, request: Partial<cognition.AnswerRequest> = {}): Promise<cognition.AnswerResponse> =>
  specialists.answer({ slot, input: { text: 'heads front 1' }, key: '', label: '', ...request });

/** Answers so many, and says of each how it went; who answered decides. Answers how many each side gave. */
const serve = async (
  slot: string,
  count: number,
  wentWell: (label: string, index: number) => boolean,
): Promise<Readonly<Record<string, number>>> => {
  const given: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const { label, receipt, decision } = await answer(slot);
    given[label] = (given[label] ?? 0) + 1;
    if (decision !== 'abstained') await specialists.reportOutcome({ receipt, solved: wentWell(label, index) });
  }
  return given;
};

const settled = (slot: string, has: (row: SlotRow) => boolean): Promise<SlotRow> =>
  eventually(`slot ${slot}`, async () => {
    const row = await slotRow(slot);
    return has(row) ? row : undefined;
  });

beforeAll(async () => {
  specialists = rpcClient(cognition.SpecialistServiceClient, platform.grpc, { token: platform.token });
});
afterAll(async () => {
  specialists.close();
});

describe('a promotion that a person approves', () => {
  it('waits with the label candidate, can be tried, and goes in with the reason', async () => {
    const slot = await newSlot('approved');
    const jobId = await train(slot, { promotion: { mode: 'approval' } });
    await jobIn(jobId, 'awaiting_approval');
    expect(unitAt(await slotRow(slot), 'candidate')).toBe(`unit-${jobId}`);
    expect(await answer(slot)).toMatchObject({ label: 'production', unitId: '' });
    expect(await answer(slot, { label: 'candidate' })).toMatchObject({ label: 'candidate', unitId: `unit-${jobId}` });
    await expect(act(platform.api, 'promotion.approve', { job_id: jobId, reason: ' ' })).rejects.toThrow(/reason/);
    await act(platform.api, 'promotion.approve', { job_id: jobId, reason: 'tried it on ten of ours' });
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({ outcome: 'promoted' });
    const [decision] = await platform.api.all(`/state/orchestrator/jobs/${jobId}/decisions`);
    expect(decision).toMatchObject({
      approval: {
        state: 'approved',
        reason: 'tried it on ten of ours',
        subject: expect.stringMatching(/.+/) as string,
      },
    });
    const row = await settled(slot, (each) => unitAt(each, 'production') === `unit-${jobId}`);
    expect(row.labels.map(({ name }) => name).sort()).toEqual(['previous', 'production']);
    expect(await answer(slot)).toMatchObject({ label: 'production', unitId: `unit-${jobId}` });
  });

  it('is held when the person says no, and the label goes back', async () => {
    const slot = await newSlot('declined');
    const jobId = await train(slot, { promotion: { mode: 'approval' } });
    await jobIn(jobId, 'awaiting_approval');
    await act(platform.api, 'promotion.decline', { job_id: jobId, reason: 'not before the release' });
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({
      outcome: 'held',
      reason: expect.stringContaining('not before the release') as string,
    });
    await expect(answer(slot, { label: 'candidate' })).rejects.toMatchObject({ code: 'failed_precondition' });
  });
});

describe('a canary', () => {
  const promotion = { mode: 'canary', canary_share: 0.4, canary_outcomes: 30 };

  it('gets its share, passes, and is promoted', async () => {
    const slot = await newSlot('passing');
    const jobId = await train(slot, { promotion });
    await jobIn(jobId, 'canary');
    const given = await serve(slot, 120, (_, index) => index % 5 !== 0);
    expect(given['candidate']).toBeGreaterThan(25);
    expect(given['production']).toBeGreaterThan(40);
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({ outcome: 'promoted' });
    expect((await answer(slot)).unitId).toBe(`unit-${jobId}`);
  });

  it('that is worse in traffic gives its share back by itself', async () => {
    const slot = await newSlot('worse');
    const jobId = await train(slot, { promotion: { ...promotion, canary_outcomes: 500 } });
    await jobIn(jobId, 'canary');
    await serve(slot, 150, (label, index) => (label === 'candidate' ? index % 4 === 0 : index % 10 !== 0));
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({ outcome: 'held' });
    const given = await serve(slot, 20, () => true);
    expect(given).toEqual({ production: 20 });
    const { body } = await platform.api.get(`/state/units/unit-${jobId}`);
    expect(body).toMatchObject({ canary: { status: 'worse' } });
  });
});

describe('what is served', () => {
  it('says recalibrated confidences, abstains below the threshold, and is found stale when it drifts; then it is trained again', async () => {
    const slot = await newSlot('drifting');
    const jobId = await train(slot, {
      seed: 11,
      calibration: { target_risk: 0.2 },
      promotion: { retrain_when_stale: true },
      budget: { episodes: 8_000 },
    });
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({ outcome: 'promoted' });
    const unit = (
      await platform.api.get<{ calibration: { method: string; abstention: object | null } }>(
        `/state/units/unit-${jobId}`,
      )
    ).body;
    expect(unit.calibration).toMatchObject({ abstention: { target_risk: 0.2, action: 'abstain' } });
    const answers = await Promise.all(Array.from({ length: 40 }, () => answer(slot)));
    expect(
      answers.every(
        ({ confidence, decision }) => confidence !== undefined && ['answered', 'abstained'].includes(decision),
      ),
    ).toBe(true);
    expect(
      answers.filter(({ decision, output }) => decision === 'abstained' && output !== undefined && output !== null),
    ).toEqual([]);
    await serve(slot, 200, (_, index) => index % 3 === 0);
    await settled(slot, ({ stale }) => stale);
    const again = await eventually('the retraining', async () =>
      (await platform.api.all<{ job_id: string; tags: string[] }>('/state/orchestrator/jobs')).find(({ tags }) =>
        tags.includes(`retraining_of:unit-${jobId}`),
      ),
    );
    expect((await endedJob(() => platform.api, again.job_id)).status).toBe('completed');
  });

  it('is answered by another slot where the confidence is under the threshold', async () => {
    const [slot, other] = [await newSlot('escalating'), await newSlot('helping')];
    const jobId = await train(slot, {
      seed: 11,
      // Another slot answers: this one may leave everything to it.
      calibration: { target_risk: 0.01, action: 'escalate', escalate_to: other, min_coverage: 0 },
      budget: { episodes: 8_000 },
    });
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({ outcome: 'promoted' });
    const answers = await Promise.all(Array.from({ length: 60 }, () => answer(slot)));
    const escalated = answers.filter(({ decision }) => decision === 'escalated');
    expect(escalated.length).toBeGreaterThan(0);
    for (const { escalatedTo, output, unitId } of escalated)
      expect({ escalatedTo, answered: output !== undefined, unitId }).toEqual({
        escalatedTo: other,
        answered: true,
        unitId: `unit-${jobId}`,
      });
  });

  it('takes each outcome once, and no forged receipt', async () => {
    const slot = await newSlot('receipts');
    const { receipt, answerId } = await answer(slot);
    expect(await act(platform.api, 'outcome.report', { receipt, solved: true })).toMatchObject({ answer_id: answerId });
    expect(await specialists.reportOutcome({ receipt, solved: true })).toEqual({ answerId });
    await expect(specialists.reportOutcome({ receipt, solved: false })).rejects.toMatchObject({
      code: 'already_exists',
    });
    await expect(
      specialists.reportOutcome({ receipt: `${receipt.slice(0, -2)}AA`, solved: true }),
    ).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
