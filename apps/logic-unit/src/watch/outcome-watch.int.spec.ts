import type { cognition, logic } from '@ao/contracts';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import {
  calibratedUnit,
  reportOutcomes,
  startInstance,
  startLogicPlatform,
  unit,
  type LogicPlatform,
  type Seen,
} from '../testing/logic-platform.js';

let postgres: TestPostgres;
let platform: LogicPlatform;
let answers = 0;

beforeAll(async () => {
  postgres = await testPostgres();
  platform = await startLogicPlatform(postgres.url);
});
afterAll(async () => {
  await platform?.stop();
  await postgres?.stop();
});

const calibration: logic.VersionCalibration = {
  method: 'platt',
  parameters: { a: 1.2, b: -0.1 },
  fitted: { labels: 200, split: 'dev' },
  abstention: undefined,
};

/** A slot with a unit in force and another that is installed to follow it. */
const slotWithTwo = async (name: string): Promise<{ slot: string; first: string; second: string }> => {
  const [slot, first, second] = [`recall/${name}`, `${name}-1`, `${name}-2`];
  const { service } = platform;
  platform.grant(slot, `slot:${slot}`);
  await service.installUnit(calibratedUnit(unit(first, 1, [slot], undefined), calibration));
  await service.installUnit(calibratedUnit(unit(second, 2, [slot], { k1: 1, stem: true }), calibration));
  await service.promoteUnit({ unitId: first, decisionId: `d-${first}`, leaseId: slot, fencingToken: 7 });
  return { slot, first, second };
};

const canary = (
  unitId: string,
  leaseId: string,
  more: Partial<logic.StartCanaryRequest> = {},
): logic.StartCanaryRequest => ({
  unitId,
  decisionId: `d-${unitId}`,
  share: 0.2,
  outcomes: 20,
  alpha: 0.05,
  leaseId,
  fencingToken: 7,
  ...more,
});

const outcome = (
  slot: string,
  unitId: string,
  solved: boolean,
  more: Partial<cognition.OutcomeReported> = {},
): cognition.OutcomeReported => ({
  answerId: `a${(answers += 1)}`,
  slot,
  label: 'production',
  unitId,
  configurationHash: '',
  slotVersion: 2,
  confidence: 0.5,
  solved,
  decision: 'answered',
  byLabel: false,
  ...more,
});

/** Outcomes of both sides in turn. */
const turns = (
  many: number,
  slot: string,
  production: [string, (turn: number) => boolean],
  candidate: [string, (turn: number) => boolean],
): cognition.OutcomeReported[] =>
  Array.from({ length: many }, (_, turn) => [
    outcome(slot, production[0], production[1](turn)),
    outcome(slot, candidate[0], candidate[1](turn), { label: 'candidate' }),
  ]).flat();

const always = (): boolean => true;
const never = (): boolean => false;
const half = (turn: number): boolean => turn % 2 === 0;

const factsOf = (key: string, type: string): readonly Seen[] =>
  platform.facts.filter((fact) => fact.delivered.key === key && fact.type === type);
const report = (outcomes: readonly cognition.OutcomeReported[]): Promise<void> =>
  reportOutcomes(platform.runtime, outcomes);

const watchRow = async (unitId: string, kind: string): Promise<Record<string, number> | undefined> => {
  const rows = await platform.runtime.sql<
    { state: Record<string, number> }[]
  >`select state from logic.watches where unit_id = ${unitId} and kind = ${kind}`;
  return rows[0]?.state;
};

it('takes the traffic back from a candidate that is worse, at once, and says why', async () => {
  const { slot, first, second } = await slotWithTwo('worse');
  expect(await platform.service.startCanary(canary(second, slot))).toEqual({ slots: [{ slot, version: 2 }] });
  await report(turns(20, slot, [first, always], [second, never]));
  await until(() => factsOf(second, 'logic.unit.canary_ended').length > 0);
  const [ended] = factsOf(second, 'logic.unit.canary_ended');
  expect(ended).toMatchObject({
    data: {
      unitId: second,
      slot,
      jobId: 'j',
      outcome: 'worse',
      evidence: { candidate_solved: 0, log_threshold: -Math.log(0.05) },
    },
    delivered: { subject: 'service:logic-unit' },
  });
  const { candidate, production, production_solved, log_e_value } = (ended as Seen & { data: logic.UnitCanaryEnded })
    .data.evidence as Record<string, number>;
  expect(candidate).toBeLessThan(20);
  expect(production_solved).toBe(production);
  expect(log_e_value).toBeGreaterThanOrEqual(-Math.log(0.05));
  expect(await platform.viewer.getSlot({ slot })).toMatchObject({
    unitId: first,
    version: 3,
    canary: undefined,
    labels: [{ name: 'production', unitId: first }, { name: 'previous' }],
  });
  expect(await platform.service.startCanary(canary(second, slot))).toEqual({ slots: [{ slot, version: 2 }] });
  expect((await platform.viewer.getSlot({ slot })).canary).toBeUndefined();
});

it('passes a candidate that is no worse, which keeps its share until it is promoted', async () => {
  const { slot, first, second } = await slotWithTwo('passes');
  await platform.service.startCanary(canary(second, slot));
  await report(turns(20, slot, [first, half], [second, half]));
  await until(() => factsOf(second, 'logic.unit.canary_ended').length > 0);
  expect(factsOf(second, 'logic.unit.canary_ended')).toMatchObject([
    { data: { outcome: 'passed', evidence: { candidate: 20, production: 20 } } },
  ]);
  expect(await platform.viewer.getSlot({ slot })).toMatchObject({
    version: 2,
    canary: { unitId: second, share: 0.2, configuration: { k1: 2, stem: true }, calibration },
  });
  expect(
    await platform.service.promoteUnit({ unitId: second, decisionId: `d-${second}`, leaseId: slot, fencingToken: 7 }),
  ).toEqual({ slots: [{ slot, version: 3 }] });
  expect(await platform.viewer.getSlot({ slot })).toMatchObject({
    unitId: second,
    canary: undefined,
    labels: [
      { name: 'production', unitId: second },
      { name: 'previous', unitId: first },
    ],
  });
  await until(() => factsOf(slot, 'logic.slot.labelled').length === 3);
  expect(factsOf(second, 'logic.unit.canary_ended')).toHaveLength(1);
});

it('counts each answer once, whoever publishes it again, and none of before the canary or of others', async () => {
  const { slot, first, second } = await slotWithTwo('once');
  await platform.service.startCanary(canary(second, slot, { outcomes: 1_000 }));
  const counted = turns(5, slot, [first, half], [second, half]);
  const ignored = [
    outcome(slot, first, true, { slotVersion: 1 }),
    outcome(slot, 'nobody', true),
    outcome(slot, first, false, { label: 'candidate' }),
  ];
  await report([...counted, ...ignored]);
  await report(counted);
  const last = outcome(slot, second, true, { label: 'candidate' });
  await report([last]);
  await until(async () => (await watchRow(second, 'canary'))?.['candidate'] === 6);
  expect(await watchRow(second, 'canary')).toMatchObject({
    candidate: 6,
    candidateSolved: 4,
    production: 5,
    productionSolved: 3,
  });
});

it('marks a unit in force stale, once, when its confidences can no longer be believed', async () => {
  const { slot, first } = await slotWithTwo('stale');
  const sure = (solved: boolean): cognition.OutcomeReported =>
    outcome(slot, first, solved, { slotVersion: 1, confidence: 0.95 });
  await report(Array.from({ length: 60 }, (_, turn) => sure(half(turn))));
  await until(() => factsOf(first, 'logic.unit.stale').length > 0);
  const evidence = {
    mean_confidence: expect.closeTo(0.95, 9),
    solve_rate: expect.any(Number),
    log_threshold: expect.any(Number),
    log_wealth: expect.any(Number),
    outcomes: expect.any(Number),
  };
  expect(factsOf(first, 'logic.unit.stale')).toMatchObject([{ data: { unitId: first, slot, jobId: 'j', evidence } }]);
  expect(await platform.viewer.getSlot({ slot })).toMatchObject({ unitId: first, stale: true, version: 2 });
  await until(() => factsOf(slot, 'logic.slot.labelled').length === 2);
  expect(factsOf(slot, 'logic.slot.labelled').at(-1)).toMatchObject({
    data: { version: 2, stale: [first], labels: [{ name: 'production', unitId: first }, { name: 'previous' }] },
  });
  await report(Array.from({ length: 60 }, (_, turn) => sure(half(turn))));
  const other = await slotWithTwo('after-stale');
  await report([outcome(other.slot, other.first, true, { slotVersion: 1 })]);
  await until(async () => (await watchRow(other.first, 'drift'))?.['outcomes'] === 1);
  expect(factsOf(first, 'logic.unit.stale')).toHaveLength(1);
});

it('neither loses nor doubles a step or a decision when a process dies before the commit', async () => {
  const { slot, first, second } = await slotWithTwo('crash');
  await platform.service.startCanary(canary(second, slot));
  const { sql } = platform.runtime;
  // Every third step fails at its commit, when all of it is written: as where the process dies.
  await sql
    .unsafe(
      `
    create sequence logic.tries;
    create function logic.die() returns trigger language plpgsql as $$ begin if nextval('logic.tries') % 3 = 0 then raise exception 'the process died'; end if; return null; end $$;
    create constraint trigger die after insert or update on logic.consumer_checkpoints deferrable initially deferred for each row execute function logic.die();
  `,
    )
    .simple();
  try {
    await report(turns(12, slot, [first, always], [second, half]));
    await until(async () => (await watchRow(second, 'canary'))?.['candidate'] === 12);
    expect(await watchRow(second, 'canary')).toMatchObject({
      candidateSolved: 6,
      production: 12,
      productionSolved: 12,
      status: 'running',
    });
    expect(await watchRow(first, 'drift')).toMatchObject({ outcomes: 12 });
    await report(turns(40, slot, [first, always], [second, never]));
    await until(
      async () =>
        factsOf(second, 'logic.unit.canary_ended').length > 0 && factsOf(first, 'logic.unit.stale').length > 0,
    );
  } finally {
    await sql
      .unsafe('drop trigger die on logic.consumer_checkpoints; drop function logic.die(); drop sequence logic.tries')
      .simple();
  }
  const { candidate, production } = (await watchRow(second, 'canary')) ?? {};
  expect(factsOf(second, 'logic.unit.canary_ended')).toMatchObject([
    { data: { outcome: 'worse', evidence: { candidate, production } } },
  ]);
  expect(await platform.viewer.getSlot({ slot })).toMatchObject({ version: 4, canary: undefined, stale: true });
});

it('decides once on two processes, while others change the slot', async () => {
  const other = await startInstance(postgres.url, platform.runtime.peers['lease-policy']);
  const { slot, first, second } = await slotWithTwo('two');
  await platform.service.startCanary(canary(second, slot));
  await Promise.all([
    report(turns(30, slot, [first, always], [second, never])),
    ...Array.from({ length: 5 }, () => other.service.startCanary(canary(second, slot))),
  ]);
  await until(() => factsOf(second, 'logic.unit.canary_ended').length > 0);
  expect(await other.viewer.getSlot({ slot })).toMatchObject({ version: 3, canary: undefined });
  expect(factsOf(second, 'logic.unit.canary_ended')).toMatchObject([{ data: { outcome: 'worse' } }]);
  await other.stop();
});
