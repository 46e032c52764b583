import type { logic } from '@ao/contracts';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { calibratedUnit, startLogicPlatform, unit, type LogicPlatform, type Seen } from '../testing/logic-platform.js';

let postgres: TestPostgres;
let platform: LogicPlatform;
let service: LogicPlatform['service'];
let viewer: LogicPlatform['viewer'];

beforeAll(async () => {
  postgres = await testPostgres();
  platform = await startLogicPlatform(postgres.url);
  ({ service, viewer } = platform);
});
afterAll(async () => {
  await platform?.stop();
  await postgres?.stop();
});

const start = (unitId: string, more: Partial<logic.StartCanaryRequest> = {}): Promise<logic.StartCanaryResponse> =>
  service.startCanary({
    unitId,
    decisionId: `d-${unitId}`,
    share: 0.1,
    outcomes: 20,
    alpha: 0.05,
    leaseId: 'good',
    fencingToken: 7,
    ...more,
  });
const label = (unitId: string): Promise<logic.StartCanaryResponse> =>
  start(unitId, { share: 0, outcomes: 0, alpha: 0, leaseId: '', fencingToken: 0 });
const promote = (unitId: string): Promise<logic.PromoteUnitResponse> =>
  service.promoteUnit({ unitId, decisionId: `d-${unitId}`, leaseId: 'good', fencingToken: 7 });
const labels = async (slot: string): Promise<object> =>
  Object.fromEntries((await viewer.getSlot({ slot })).labels.map(({ name, unitId }) => [name, unitId]));
const factsOf = (key: string): readonly Seen[] => platform.facts.filter(({ delivered }) => delivered.key === key);
const typesOf = (key: string): readonly string[] => factsOf(key).map(({ type }) => type);
const at = (slot: string, version: number): object => ({ slots: [{ slot, version }] });
const base = { k1: 1, stem: true };

it('labels a candidate without a lease and without a share, and promotes it', async () => {
  const slot = 'recall/label';
  platform.grant('good', `slot:${slot}`);
  await service.installUnit(unit('l1', 1, [slot], undefined));
  expect(await label('l1')).toEqual(at(slot, 1));
  expect(await label('l1')).toEqual(at(slot, 1));
  expect(await labels(slot)).toEqual({ production: '', candidate: 'l1' });
  expect(await viewer.getSlot({ slot })).toMatchObject({
    configuration: undefined,
    canary: { unitId: 'l1', share: 0, configuration: base },
  });
  expect(await promote('l1')).toEqual(at(slot, 2));
  expect(await labels(slot)).toEqual({ production: 'l1', previous: '' });
  expect(await label('l1')).toEqual(at(slot, 1));
  expect(await labels(slot)).toEqual({ production: 'l1', previous: '' });
  await until(() => factsOf(slot).length === 3);
  expect(typesOf(slot)).toEqual(['logic.slot.labelled', 'logic.slot.changed', 'logic.slot.labelled']);
  await until(() => factsOf('l1').length === 2);
  expect(typesOf('l1')).toEqual(['logic.unit.installed', 'logic.unit.promoted']);
});

it('gives a share under a lease, tells of it, and takes it back', async () => {
  const slot = 'recall/share';
  platform.grant('good', `slot:${slot}`);
  await service.installUnit(unit('s1', 1, [slot], undefined));
  await expect(start('s1', { leaseId: 'none' })).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(start('s1', { fencingToken: 8 })).rejects.toMatchObject({ code: 'failed_precondition' });
  await expect(
    viewer.startCanary({
      unitId: 's1',
      decisionId: 'd',
      share: 0,
      outcomes: 0,
      alpha: 0,
      leaseId: '',
      fencingToken: 0,
    }),
  ).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(viewer.stopCanary({ unitId: 's1', reason: '' })).rejects.toMatchObject({ code: 'permission_denied' });
  expect(await start('s1')).toEqual(at(slot, 1));
  platform.leases.delete('good');
  expect(await start('s1')).toEqual(at(slot, 1));
  expect(await service.stopCanary({ unitId: 's1', reason: 'enough seen' })).toEqual(at(slot, 2));
  expect(await service.stopCanary({ unitId: 's1', reason: 'enough seen' })).toEqual(at(slot, 2));
  expect(await start('s1')).toEqual(at(slot, 1));
  expect(await labels(slot)).toEqual({ production: '' });
  await until(() => factsOf('s1').length === 3);
  expect(factsOf('s1').slice(1)).toMatchObject([
    {
      type: 'logic.unit.canary_started',
      data: { unitId: 's1', slot, decisionId: 'd-s1', jobId: 'j', share: 0.1, outcomes: 20, alpha: 0.05 },
      delivered: { leaseId: 'good' },
    },
    {
      type: 'logic.unit.canary_ended',
      data: { unitId: 's1', slot, jobId: 'j', outcome: 'stopped', reason: 'enough seen', evidence: {} },
    },
  ]);
});

it('refuses terms that are none, each by its path', async () => {
  await service.installUnit(unit('t1', 1, ['recall/terms'], undefined));
  const paths = (...names: string[]): object => ({
    code: 'invalid_argument',
    violations: names.map((path) => ({ path })),
  });
  await expect(start('t1', { share: 0.6 })).rejects.toMatchObject(paths('share'));
  await expect(start('t1', { share: Number.NaN })).rejects.toMatchObject(paths('share'));
  await expect(start('t1', { outcomes: 19, alpha: 1 })).rejects.toMatchObject(paths('outcomes', 'alpha'));
  await expect(start('t1', { decisionId: '' })).rejects.toMatchObject(paths('decision_id'));
  await expect(start('nope')).rejects.toMatchObject({ code: 'not_found' });
  await expect(service.stopCanary({ unitId: 'nope', reason: '' })).rejects.toMatchObject({ code: 'not_found' });
});

it('refuses where the slot moved or has a candidate, and stops a canary whose slot moves', async () => {
  const slot = 'recall/moves';
  platform.grant('good', `slot:${slot}`);
  await service.installUnit(unit('m0', 1, [slot], undefined));
  for (const [id, k1] of [
    ['m1', 2],
    ['m2', 3],
    ['m3', 4],
  ] as const)
    await service.installUnit(unit(id, k1, [slot], base));
  await promote('m0');
  await start('m1');
  await expect(start('m2')).rejects.toMatchObject({ code: 'failed_precondition' });
  await expect(label('m2')).rejects.toMatchObject({ code: 'failed_precondition' });
  await expect(start('m0')).rejects.toMatchObject({ code: 'failed_precondition' });
  await promote('m3');
  expect(await labels(slot)).toEqual({ production: 'm3', previous: 'm0' });
  await expect(start('m2')).rejects.toMatchObject({ code: 'failed_precondition' });
  await until(() => factsOf('m1').length === 3);
  expect(factsOf('m1').at(-1)).toMatchObject({
    type: 'logic.unit.canary_ended',
    data: { outcome: 'stopped', reason: expect.stringContaining('m3') },
  });
  await service.revertUnit({ unitId: 'm3', reason: '' });
  expect(await labels(slot)).toEqual({ production: 'm0', previous: '' });
  await start('m2');
  expect(await service.revertUnit({ unitId: 'm2', reason: 'not this one' })).toEqual(at(slot, 6));
  expect(await labels(slot)).toEqual({ production: 'm0', previous: '' });
});

it('keeps a calibration with the version, and refuses one that is none', async () => {
  const slot = 'recall/calibrated';
  platform.grant('good', `slot:${slot}`);
  const abstention = {
    threshold: 0.7,
    targetRisk: 0.05,
    confidence: 0.95,
    coverage: 0.8,
    action: 'escalate',
    escalateTo: 'chat/help',
  };
  const calibration = {
    method: 'isotonic',
    parameters: { x: [0, 0.5, 1], y: [0.1, 0.4, 0.9] },
    fitted: { labels: 300, split: 'dev', log_loss: { none: 0.6 } },
    abstention,
  };
  const made = calibratedUnit(unit('c1', 1, [slot], undefined), calibration);
  expect(await service.installUnit(made)).toEqual({ version: 1 });
  expect(await service.installUnit(made)).toEqual({ version: 1 });
  await expect(service.installUnit(unit('c1', 1, [slot], undefined))).rejects.toMatchObject({ code: 'already_exists' });
  await promote('c1');
  expect(await viewer.getSlot({ slot })).toMatchObject({ calibration, stale: false });
  await until(() => factsOf('c1').length === 2);
  expect(factsOf('c1')).toMatchObject([
    { data: { manifest: { patches: [{ calibration }] } } },
    { data: { patches: [{ calibration }] } },
  ]);
  const wrong = calibratedUnit(unit('c2', 1, [slot], undefined), {
    ...calibration,
    parameters: { x: [0, 1], y: [0.9, 0.1] },
    abstention: { ...abstention, escalateTo: slot },
  });
  await expect(service.installUnit(wrong)).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [
      { path: 'manifest.patches.0.calibration.parameters.y' },
      { path: 'manifest.patches.0.calibration.abstention.escalate_to' },
    ],
  });
});
