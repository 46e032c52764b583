import { cognition } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import { testPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { v7 as uuid } from 'uuid';
import { serving, slot, tokens } from '../testing/serving.js';
import { receipts } from './receipts.js';

const here = serving(testPostgres);
const { ask, inForce, canary, calibration, hash, start } = here;

const factsOf = async (answerId: string): Promise<readonly cognition.OutcomeReported[]> => {
  const found = (): readonly cognition.OutcomeReported[] =>
    here.facts.map(({ value }) => cognition.OutcomeReported.decode(value)).filter((fact) => fact.answerId === answerId);
  await until(() => found().length > 0);
  return found();
};

describe('an outcome', () => {
  it('is published with all that the answer was', async () => {
    inForce({ canary: canary(0.5, { calibration: calibration() }) });
    const { receipt, answerId, confidence } = await ask({ label: 'candidate' });
    expect(await here.caller.reportOutcome({ receipt, solved: true }, { corrId: 'story-7' })).toEqual({ answerId });
    expect(await factsOf(answerId)).toEqual([
      {
        answerId,
        slot,
        label: 'candidate',
        unitId: 'u2',
        configurationHash: hash('c'),
        slotVersion: 4,
        confidence,
        solved: true,
        decision: 'answered',
        byLabel: true,
      },
    ]);
    expect(here.facts.at(-1)).toMatchObject({
      type: 'modular.outcome.reported',
      key: slot,
      corrId: 'story-7',
      causationId: answerId,
      source: '/cognitive-stack',
      subject: 'user:application',
    });
  });

  it('counts once, however often and at however many processes it is reported', async () => {
    const other = await start();
    const { receipt, answerId } = await ask();
    const reports = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? here.caller : other.client).reportOutcome({ receipt, solved: false }),
    );
    expect(new Set((await Promise.all(reports)).map((report) => report.answerId))).toEqual(new Set([answerId]));
    await expect(here.caller.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({
      code: 'already_exists',
    });
    await expect(other.client.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({
      code: 'already_exists',
    });
    const next = await ask();
    await here.caller.reportOutcome({ receipt: next.receipt, solved: true });
    await factsOf(next.answerId);
    expect(await factsOf(answerId)).toHaveLength(1);
    other.client.close();
    await other.application.stop();
  });

  it('is one of the answers that contradict each other, where two race', async () => {
    const { receipt, answerId } = await ask();
    const outcomes = await Promise.allSettled(
      [true, false].map((solved) => here.caller.reportOutcome({ receipt, solved })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await factsOf(answerId)).toMatchObject([{ solved: outcomes[0]?.status === 'fulfilled' }]);
  });

  it('of what was withheld can only be wrong', async () => {
    inForce({ calibration: calibration({}) });
    const { receipt, answerId } = await ask();
    await expect(here.caller.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({
      code: 'invalid_argument',
      violations: [{ path: 'solved' }],
    });
    await here.caller.reportOutcome({ receipt, solved: false });
    expect(await factsOf(answerId)).toMatchObject([{ decision: 'abstained', solved: false }]);
  });

  it('needs the receipt of an answer, unchanged, of this platform', async () => {
    const { receipt } = await ask();
    const stranger = await start('another-token-0123456789');
    for (const wrong of [
      '',
      'v1',
      `${receipt}x`,
      receipt.slice(0, -2),
      `${receipt.slice(0, 10)}${receipt[10] === 'A' ? 'B' : 'A'}${receipt.slice(11)}`,
      'x'.repeat(100_000),
    ])
      await expect(here.caller.reportOutcome({ receipt: wrong, solved: true })).rejects.toMatchObject({
        code: 'invalid_argument',
        violations: [{ path: 'receipt' }],
      });
    await expect(stranger.client.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({
      code: 'invalid_argument',
      violations: [{ path: 'receipt' }],
    });
    stranger.client.close();
    await stranger.application.stop();
  });

  it('can be reported of a thousand answers at once', async () => {
    const { write } = receipts(tokens.service);
    const answers = Array.from(
      { length: 1000 },
      () =>
        ({
          answerId: uuid(),
          slot,
          label: 'production',
          unitId: 'u1',
          configurationHash: hash('b'),
          slotVersion: 4,
          confidence: 0.5,
          decision: 'answered',
          byLabel: false,
        }) as const,
    );
    await Promise.all(
      answers.map((answer, index) =>
        here.caller.reportOutcome({ receipt: write(answer), solved: index % 3 === 0 }, { deadlineMs: 20_000 }),
      ),
    );
    const ids = new Set<string>(answers.map(({ answerId }) => answerId));
    const arrived = (): readonly cognition.OutcomeReported[] =>
      here.facts
        .map(({ value }) => cognition.OutcomeReported.decode(value))
        .filter(({ answerId }) => ids.has(answerId));
    await until(() => arrived().length >= 1000);
    expect(arrived().filter(({ solved }) => solved)).toHaveLength(334);
  });
});

it('needs a token', async () => {
  const stranger = rpcClient(cognition.SpecialistServiceClient, here.runtime.peers['cognitive-stack'], {
    token: 'nobody-0123456789',
  });
  await expect(stranger.reportOutcome({ receipt: '', solved: true })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  await expect(stranger.answer({ slot, input: null, key: '', label: '' })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  stranger.close();
});
