import { lease, logic } from '@ao/contracts';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { startInstance, startLogicPlatform, unit, type LogicPlatform, type Seen } from './testing/logic-platform.js';
import { hashOf } from './unit/units.js';

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

const grant = (leaseId: string, more: Partial<lease.GetLeaseResponse> = {}, resource = 'slot:recall/qa'): void =>
  platform.grant(leaseId, resource, more);

const factsOf = async (key: string, many: number, type = 'logic.'): Promise<readonly Seen[]> => {
  const found = (): readonly Seen[] =>
    platform.facts.filter(({ delivered, type: its }) => delivered.key === key && its.startsWith(type));
  await until(() => found().length >= many);
  return found();
};
const promotion = (unitId: string, decisionId: string, leaseId = 'good'): logic.PromoteUnitRequest => ({
  unitId,
  decisionId,
  leaseId,
  fencingToken: 7,
});
const serves = async (slot: string): Promise<unknown> => (await viewer.getSlot({ slot })).configuration;
const defaults = { k1: 1.2, stem: true };

it('installs, promotes under a lease, serves, reverts, and publishes each as a fact', async () => {
  grant('good');
  const production = (unitId: string, configurationHash: string): object => ({
    name: 'production',
    unitId,
    configurationHash,
  });
  const empty = {
    configuration: undefined,
    configurationHash: '',
    version: 0,
    unitId: '',
    calibration: undefined,
    canary: undefined,
    labels: [production('', '')],
    stale: false,
  };
  expect(await viewer.getSlot({ slot: 'recall/qa' })).toEqual(empty);
  const context = { corrId: 'story-1', subject: 'service:orchestrator' };
  expect(await service.installUnit(unit('u1', 1.5, ['recall/qa'], defaults), context)).toEqual({ version: 1 });
  expect(await service.promoteUnit(promotion('u1', 'd1'), context)).toEqual({
    slots: [{ slot: 'recall/qa', version: 1 }],
  });
  const configuration = { k1: 1.5, stem: true };
  const labels = [production('u1', hashOf(configuration)), { name: 'previous', unitId: '', configurationHash: '' }];
  expect(await viewer.getSlot({ slot: 'recall/qa' })).toEqual({
    ...empty,
    configuration,
    configurationHash: hashOf(configuration),
    version: 1,
    unitId: 'u1',
    labels,
  });
  expect(await service.revertUnit({ unitId: 'u1', reason: 'worse in use' }, context)).toEqual({
    slots: [{ slot: 'recall/qa', version: 2 }],
  });
  expect(await viewer.getSlot({ slot: 'recall/qa' })).toEqual({ ...empty, version: 2 });
  const ofUnit = await factsOf('u1', 3);
  expect(ofUnit.map(({ type, delivered }) => [type, delivered.streamVersion])).toEqual([
    ['logic.unit.installed', 1],
    ['logic.unit.promoted', 2],
    ['logic.unit.reverted', 3],
  ]);
  expect(ofUnit[1]).toMatchObject({
    delivered: { corrId: 'story-1', leaseId: 'good', source: '/logic-unit' },
    data: { provenance: { jobId: 'j', trialId: 't', decisionId: 'd1', leaseId: 'good', corrId: 'c' } },
  });
  expect(await factsOf('recall/qa', 4)).toMatchObject([
    { type: 'logic.slot.changed', data: { cause: 'promoted', version: 1, unitId: 'u1', configuration } },
    { type: 'logic.slot.labelled', data: { version: 1, labels, stale: [] } },
    { type: 'logic.slot.changed', data: { cause: 'reverted', version: 2, unitId: '', configuration: undefined } },
    { type: 'logic.slot.labelled', data: { version: 2, labels: [production('', '')], stale: [] } },
  ]);
});

it('goes back to the unit before, and a late retry of a promotion does not undo that', async () => {
  grant('stack', {}, 'slot:recall/stack');
  await service.installUnit(unit('s1', 2, ['recall/stack'], undefined));
  await service.installUnit(unit('s2', 3, ['recall/stack'], { k1: 2, stem: true }));
  await service.promoteUnit(promotion('s1', 'd1', 'stack'));
  const answer = await service.promoteUnit(promotion('s2', 'd2', 'stack'));
  await service.revertUnit({ unitId: 's2', reason: '' });
  expect(await serves('recall/stack')).toEqual({ k1: 2, stem: true });
  platform.leases.delete('stack');
  expect(await service.promoteUnit(promotion('s2', 'd2', 'stack'))).toEqual(answer);
  expect(await serves('recall/stack')).toEqual({ k1: 2, stem: true });
});

it('applies on trial, then promotes what is on trial', async () => {
  grant('trial', {}, 'unit:t1');
  await service.installUnit(unit('t1', 4, ['recall/trial', 'recall/other'], undefined));
  const versions = (version: number): object => ({
    slots: [
      { slot: 'recall/trial', version },
      { slot: 'recall/other', version },
    ],
  });
  expect(await service.applyUnit({ unitId: 't1' })).toEqual(versions(1));
  expect(await service.promoteUnit(promotion('t1', 'd', 'trial'))).toEqual(versions(2));
  expect(await factsOf('recall/other', 2, 'logic.slot.changed')).toMatchObject([
    { data: { cause: 'applied' } },
    { data: { cause: 'promoted' } },
  ]);
  expect(await factsOf('recall/other', 1, 'logic.slot.labelled')).toMatchObject([{ data: { version: 1 } }]);
});

it('refuses a promotion without a lease that is good for it', async () => {
  await service.installUnit(unit('l1', 5, ['recall/leases'], undefined));
  const on = (
    leaseId: string,
    more: Partial<lease.GetLeaseResponse>,
    resource = 'slot:recall/leases',
  ): Promise<unknown> => {
    grant(leaseId, more, resource);
    return service.promoteUnit(promotion('l1', 'd', leaseId));
  };
  await expect(service.promoteUnit(promotion('l1', 'd', 'none'))).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(on('elsewhere', {}, 'slot:recall/qa')).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(on('denied', { status: 'denied' })).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(on('over', { expiresAtMs: Date.now() - 1 })).rejects.toMatchObject({ code: 'failed_precondition' });
  await expect(on('stale', { fencingToken: 8 })).rejects.toMatchObject({ code: 'failed_precondition' });
  expect(await serves('recall/leases')).toBeUndefined();
});

it('refuses when the slot moved, and leaves the other slots of the unit alone', async () => {
  grant('m', {}, 'unit:m1');
  grant('n', {}, 'unit:m2');
  await service.installUnit(unit('m1', 6, ['recall/moved'], defaults));
  await service.installUnit(unit('m2', 7, ['recall/still', 'recall/moved'], defaults));
  await service.promoteUnit(promotion('m1', 'd1', 'm'));
  await expect(service.promoteUnit(promotion('m2', 'd2', 'n'))).rejects.toMatchObject({ code: 'failed_precondition' });
  expect(await serves('recall/still')).toBeUndefined();
});

it('refuses what is not valid with every fault by its path', async () => {
  const { manifest } = unit('v1', 1, ['recall/qa'], undefined);
  const wrong = {
    ...manifest,
    version: 'one',
    patches: [{ ...(manifest.patches[0] as logic.SlotPatch), operations: [{ op: 'move', path: '/k1' }] }],
  };
  await expect(service.installUnit({ manifest: wrong })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'manifest.version' }, { path: 'manifest.patches.0.operations.0' }],
  });
  await expect(service.installUnit({ manifest: { ...manifest, kind: 'code' } })).rejects.toMatchObject({
    code: 'permission_denied',
  });
  await expect(service.installUnit({})).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'manifest' }],
  });
  await expect(service.applyUnit({ unitId: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(viewer.getSlot({ slot: 'recall' })).rejects.toMatchObject({ code: 'invalid_argument' });
  await expect(viewer.applyUnit({ unitId: 'u1' })).rejects.toMatchObject({ code: 'permission_denied' });
});

it('lets one of many racing promotions win a slot, on two processes at once', async () => {
  const other = await startInstance(postgres.url, platform.runtime.peers['lease-policy']);
  const second = other.service;
  const ids = Array.from({ length: 12 }, (_, index) => `race${index}`);
  for (const [index, id] of ids.entries()) {
    grant(id, {}, `unit:${id}`);
    await service.installUnit(unit(id, 100 + index, ['recall/race', 'recall/race-too'], defaults));
  }
  const outcomes = await Promise.allSettled(
    ids.map((id, index) => (index % 2 === 0 ? service : second).promoteUnit(promotion(id, `d-${id}`, id))),
  );
  const winners = ids.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  expect(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))).toEqual(
    Array.from({ length: 11 }, () => 'failed_precondition'),
  );
  for (const slot of ['recall/race', 'recall/race-too'])
    expect(await second.getSlot({ slot })).toMatchObject({ unitId: winners[0], version: 1 });
  await other.stop();
});
