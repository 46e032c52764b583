import { createServer } from 'node:net';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { lease, logic } from '@ao/contracts';
import { localBus, type DeliveredFact } from '@ao/event-bus';
import { connect } from '@ao/event-store';
import { DomainError } from '@ao/kernel';
import { createLogger } from '@ao/observability';
import { rpcClient, toStatus, type RpcClient } from '@ao/rpc';
import { reaction, startApplication, type Application, type ServiceRuntime } from '@ao/service';
import { testPostgres, type TestPostgres } from '@ao/testing';
import { LogicUnitModule, logicUnitServices } from './index.js';
import { hashOf } from './unit/units.js';

const tokens = { admin: 'admin-token-0123456789', viewer: 'viewer-token-0123456789', service: 'service-token-0123456789' };
const facts: DeliveredFact[] = [];
const leases = new Map<string, lease.GetLeaseResponse>();
let postgres: TestPostgres;
let leasePolicy: Server;
let application: Application;
let runtime: ServiceRuntime;
type Client = RpcClient<logic.LogicUnitServiceClient>;
let service: Client;
let viewer: Client;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The neighbour's port: answers GetLease from a table. */
const startLeasePolicy = (port: number): Promise<Server> => {
  const server = new Server();
  server.addService({ getLease: lease.LeaseServiceService.getLease }, {
    getLease: ({ request }: ServerUnaryCall<lease.GetLeaseRequest, lease.GetLeaseResponse>, answer: sendUnaryData<lease.GetLeaseResponse>) => {
      const found = leases.get(request.leaseId);
      if (found === undefined) answer(toStatus(new DomainError('not_found', 'there is no such lease')));
      else answer(null, found);
    },
  });
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) => (error === null ? resolve(server) : reject(error)));
  });
};

const grant = (leaseId: string, more: Partial<lease.GetLeaseResponse> = {}, resource = 'slot:recall/qa'): void => {
  const request = { principal: 'user:admin', subject: 'job:j', capability: 'slot.promote', resource, budget: undefined, wallMs: 60_000 };
  leases.set(leaseId, { status: 'granted', fencingToken: 7, expiresAtMs: Date.now() + 60_000, request, budget: undefined, reserved: undefined, spent: undefined, ...more });
};

const start = async (leaseAddress: string): Promise<{ runtime: ServiceRuntime; application: Application }> => {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const sql = connect({ url: postgres.url, applicationName: 'logic-unit' });
  const peers = { orchestrator: address, evaluation: address, lease: leaseAddress, logic: address, state: address, cognition: address };
  const runtime = { name: 'logic-unit', sql, bus: localBus({ sql }), logger: createLogger({ service: 'logic-unit', level: 'silent' }), peers, serviceToken: tokens.service, access: tokens };
  const modules = [LogicUnitModule.register(runtime)];
  return { runtime, application: await startApplication({ runtime, modules, services: logicUnitServices, host: '127.0.0.1', httpPort: 0, grpcPort: port }) };
};
const clientOf = (address: string, token: string): Client => rpcClient(logic.LogicUnitServiceClient, address, { token });

beforeAll(async () => {
  postgres = await testPostgres();
  const leasePort = await freePort();
  leasePolicy = await startLeasePolicy(leasePort);
  ({ runtime, application } = await start(`127.0.0.1:${leasePort}`));
  await reaction({ runtime, group: 'reader', topics: ['ao.logic.unit.v1', 'ao.logic.slot.v1'], handle: async (_fact, delivered) => void facts.push(delivered) });
  service = clientOf(runtime.peers.logic, tokens.service);
  viewer = clientOf(runtime.peers.logic, tokens.viewer);
});
afterAll(async () => {
  [service, viewer].forEach((client) => client?.close());
  await application?.stop();
  leasePolicy?.forceShutdown();
  await postgres?.stop();
});

const until = async <T>(look: () => T | undefined): Promise<T> => {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
};
const factsOf = (key: string, many: number): Promise<DeliveredFact[]> =>
  until(() => {
    const found = facts.filter((fact) => fact.key === key);
    return found.length >= many ? found : undefined;
  });

const unit = (unitId: string, k1: number, slots: readonly string[], base: object | undefined): { manifest: logic.Manifest } => {
  const result = { k1, stem: true };
  const baseHash = base === undefined ? '' : hashOf(base);
  const patches = slots.map((slot) => ({ slot, operations: [{ op: 'replace', path: '/k1', value: k1 }], baseHash, resultHash: hashOf(result), result }));
  return { manifest: { unitId, version: '1.0.0', title: `k1 ${k1}`, kind: 'config', patches, provenance: { jobId: 'j', trialId: 't', decisionId: '', leaseId: '', corrId: 'c' } } };
};
const promotion = (unitId: string, decisionId: string, leaseId = 'good'): logic.PromoteUnitRequest => ({ unitId, decisionId, leaseId, fencingToken: 7 });
const serves = async (slot: string): Promise<unknown> => (await viewer.getSlot({ slot })).configuration;
const defaults = { k1: 1.2, stem: true };

it('installs, promotes under a lease, serves, reverts, and publishes each as a fact', async () => {
  grant('good');
  expect(await viewer.getSlot({ slot: 'recall/qa' })).toEqual({ configuration: undefined, configurationHash: '', version: 0, unitId: '' });
  const context = { corrId: 'story-1', subject: 'service:orchestrator' };
  expect(await service.installUnit(unit('u1', 1.5, ['recall/qa'], defaults), context)).toEqual({ version: 1 });
  expect(await service.promoteUnit(promotion('u1', 'd1'), context)).toEqual({ slots: [{ slot: 'recall/qa', version: 1 }] });
  const configuration = { k1: 1.5, stem: true };
  expect(await viewer.getSlot({ slot: 'recall/qa' })).toEqual({ configuration, configurationHash: hashOf(configuration), version: 1, unitId: 'u1' });
  expect(await service.revertUnit({ unitId: 'u1', reason: 'worse in use' }, context)).toEqual({ slots: [{ slot: 'recall/qa', version: 2 }] });
  expect(await viewer.getSlot({ slot: 'recall/qa' })).toEqual({ configuration: undefined, configurationHash: '', version: 2, unitId: '' });
  const ofUnit = await factsOf('u1', 3);
  expect(ofUnit.map(({ type, streamVersion }) => [type, streamVersion])).toEqual([
    ['logic.unit.installed', 1],
    ['logic.unit.promoted', 2],
    ['logic.unit.reverted', 3],
  ]);
  expect(ofUnit[1]).toMatchObject({ corrId: 'story-1', leaseId: 'good', source: '/logic-unit' });
  expect(logic.UnitPromoted.decode((ofUnit[1] as DeliveredFact).value).provenance).toEqual({ jobId: 'j', trialId: 't', decisionId: 'd1', leaseId: 'good', corrId: 'c' });
  const ofSlot = (await factsOf('recall/qa', 2)).map(({ value }) => logic.SlotChanged.decode(value));
  expect(ofSlot).toMatchObject([
    { cause: 'promoted', version: 1, unitId: 'u1', configuration },
    { cause: 'reverted', version: 2, unitId: '', configuration: undefined },
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
  leases.delete('stack');
  expect(await service.promoteUnit(promotion('s2', 'd2', 'stack'))).toEqual(answer);
  expect(await serves('recall/stack')).toEqual({ k1: 2, stem: true });
});

it('applies on trial, then promotes what is on trial', async () => {
  grant('trial', {}, 'unit:t1');
  await service.installUnit(unit('t1', 4, ['recall/trial', 'recall/other'], undefined));
  const versions = (version: number): object => ({ slots: [{ slot: 'recall/trial', version }, { slot: 'recall/other', version }] });
  expect(await service.applyUnit({ unitId: 't1' })).toEqual(versions(1));
  expect(await service.promoteUnit(promotion('t1', 'd', 'trial'))).toEqual(versions(2));
  expect((await factsOf('recall/other', 2)).map(({ value }) => logic.SlotChanged.decode(value).cause)).toEqual(['applied', 'promoted']);
});

it('refuses a promotion without a lease that is good for it', async () => {
  await service.installUnit(unit('l1', 5, ['recall/leases'], undefined));
  const on = (leaseId: string, more: Partial<lease.GetLeaseResponse>, resource = 'slot:recall/leases'): Promise<unknown> => {
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
  const wrong = { ...manifest, version: 'one', patches: [{ ...(manifest.patches[0] as logic.SlotPatch), operations: [{ op: 'move', path: '/k1' }] }] };
  await expect(service.installUnit({ manifest: wrong })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'manifest.version' }, { path: 'manifest.patches[0].operations[0]' }],
  });
  await expect(service.installUnit({ manifest: { ...manifest, kind: 'code' } })).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(service.installUnit({})).rejects.toMatchObject({ code: 'invalid_argument', violations: [{ path: 'manifest' }] });
  await expect(service.applyUnit({ unitId: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(viewer.getSlot({ slot: 'recall' })).rejects.toMatchObject({ code: 'invalid_argument' });
  await expect(viewer.applyUnit({ unitId: 'u1' })).rejects.toMatchObject({ code: 'permission_denied' });
});

it('lets one of many racing promotions win a slot, on two processes at once', async () => {
  const other = await start(runtime.peers.lease);
  const second = clientOf(other.runtime.peers.logic, tokens.service);
  const ids = Array.from({ length: 12 }, (_, index) => `race${index}`);
  for (const [index, id] of ids.entries()) {
    grant(id, {}, `unit:${id}`);
    await service.installUnit(unit(id, 100 + index, ['recall/race', 'recall/race-too'], defaults));
  }
  const outcomes = await Promise.allSettled(ids.map((id, index) => (index % 2 === 0 ? service : second).promoteUnit(promotion(id, `d-${id}`, id))));
  const winners = ids.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  expect(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))).toEqual(Array.from({ length: 11 }, () => 'failed_precondition'));
  for (const slot of ['recall/race', 'recall/race-too']) expect(await second.getSlot({ slot })).toMatchObject({ unitId: winners[0], version: 1 });
  second.close();
  await other.application.stop();
});
