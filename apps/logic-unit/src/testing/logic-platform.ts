import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { encodeFact, lease, logic, type cognition, type DecodedFact } from '@ao/contracts';
import { localBus, type DeliveredFact } from '@ao/event-bus';
import { connect } from '@ao/postgres';
import { DomainError } from '@ao/kernel';
import { createLogger } from '@ao/observability';
import { rpcClient, toStatus, type RpcClient } from '@ao/rpc';
import { freePort, peersAt, reaction, startApplication, type Application, type ServiceRuntime } from '@ao/service';
import { logicUnit } from '../index.js';
import { hashOf } from '../unit/units.js';

const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  service: 'service-token-0123456789',
};

/** A client of the service. */
export type Client = RpcClient<logic.LogicUnitServiceClient>;

/** A fact as it was delivered, with its message. */
export type Seen = DecodedFact & { readonly delivered: DeliveredFact };

/** Leases that the neighbour knows. */
export type Leases = Map<string, lease.GetLeaseResponse>;

/** The neighbour's port: answers GetLease from a table. */
const leasePolicy = (leases: Leases, port: number): Promise<Server> => {
  const server = new Server();
  server.addService(
    { getLease: lease.LeaseServiceService.getLease },
    {
      getLease: (
        { request }: ServerUnaryCall<lease.GetLeaseRequest, lease.GetLeaseResponse>,
        answer: sendUnaryData<lease.GetLeaseResponse>,
      ) => {
        const found = leases.get(request.leaseId);
        if (found === undefined) answer(toStatus(new DomainError('not_found', 'there is no such lease')));
        else answer(null, found);
      },
    },
  );
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve(server) : reject(error),
    );
  });
};

/** One process of the service. */
export interface Instance {
  readonly runtime: ServiceRuntime;
  readonly application: Application;
  readonly service: Client;
  readonly viewer: Client;
  stop(): Promise<void>;
}

/** Starts a process of the service on a database, with a neighbour at `leaseAddress`. */
export const startInstance = async (url: string, leaseAddress: string): Promise<Instance> => {
  const port = await freePort('127.0.0.1');
  const address = `127.0.0.1:${port}`;
  const sql = connect({ url, applicationName: 'logic-unit' });
  const peers = peersAt(address, { 'lease-policy': leaseAddress });
  const runtime = {
    name: 'logic-unit',
    sql,
    bus: localBus({ sql }),
    logger: createLogger({ service: 'logic-unit', level: 'silent' }),
    peers,
    serviceToken: tokens.service,
    access: tokens,
  };
  const services = [logicUnit.on(runtime)];
  const application = await startApplication({
    runtime,
    services,
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: port,
  });
  const [service, viewer] = [tokens.service, tokens.viewer].map((token) =>
    rpcClient(logic.LogicUnitServiceClient, address, { token }),
  ) as [Client, Client];
  return {
    runtime,
    application,
    service,
    viewer,
    async stop() {
      service.close();
      viewer.close();
      await application.stop();
    },
  };
};

/** The service on a database, its neighbour, and everything that it publishes. */
export interface LogicPlatform extends Instance {
  readonly leases: Leases;
  readonly facts: readonly Seen[];
  /** A lease of `slot.promote` with the fencing token 7. */
  grant(leaseId: string, resource: string, more?: Partial<lease.GetLeaseResponse>): void;
}

export const startLogicPlatform = async (url: string): Promise<LogicPlatform> => {
  const leases: Leases = new Map();
  const facts: Seen[] = [];
  const leasePort = await freePort('127.0.0.1');
  const policy = await leasePolicy(leases, leasePort);
  const instance = await startInstance(url, `127.0.0.1:${leasePort}`);
  const { runtime } = instance;
  const handle = async (fact: DecodedFact, delivered: DeliveredFact): Promise<void> =>
    void facts.push({ ...fact, delivered });
  await reaction({ runtime, group: 'reader', topics: ['ao.logic.unit.v1', 'ao.logic.slot.v1'], handle });
  return {
    ...instance,
    leases,
    facts,
    grant(leaseId, resource, more = {}) {
      const request = {
        principal: 'user:admin',
        subject: 'job:j',
        capability: 'slot.promote',
        resource,
        budget: undefined,
        wallMs: 60_000,
      };
      leases.set(leaseId, {
        status: 'granted',
        fencingToken: 7,
        expiresAtMs: Date.now() + 60_000,
        request,
        budget: undefined,
        reserved: undefined,
        spent: undefined,
        ...more,
      });
    },
    async stop() {
      await instance.stop();
      policy.forceShutdown();
    },
  };
};

/** A unit that sets k1 in its slots, over a base (absent: the defaults, without a name). */
export const unit = (
  unitId: string,
  k1: number,
  slots: readonly string[],
  base: object | undefined,
): { manifest: logic.Manifest } => {
  const result = { k1, stem: true };
  const baseHash = base === undefined ? '' : hashOf(base);
  const patches = slots.map((slot) => ({
    slot,
    operations: [{ op: 'replace', path: '/k1', value: k1 }],
    baseHash,
    resultHash: hashOf(result),
    result,
    calibration: undefined,
  }));
  return {
    manifest: {
      unitId,
      version: '1.0.0',
      title: `k1 ${k1}`,
      kind: 'config',
      patches,
      provenance: { jobId: 'j', trialId: 't', decisionId: '', leaseId: '', corrId: 'c' },
    },
  };
};

/** The unit with a calibration in each of its patches. */
export const calibratedUnit = (
  made: { manifest: logic.Manifest },
  calibration: logic.VersionCalibration,
): { manifest: logic.Manifest } => ({
  manifest: { ...made.manifest, patches: made.manifest.patches.map((patch) => ({ ...patch, calibration })) },
});

/** Says on the bus how an answer turned out, as cognitive-stack does. */
export const reportOutcomes = async (
  { bus }: ServiceRuntime,
  outcomes: readonly cognition.OutcomeReported[],
): Promise<void> =>
  bus.publish(
    outcomes.map((data) => {
      const fact: DecodedFact = { type: 'modular.outcome.reported', data };
      const { answerId, slot } = data;
      return {
        ...encodeFact(fact),
        id: `outcome-${answerId}`,
        type: fact.type,
        source: '/cognitive-stack',
        time: new Date(),
        key: slot,
        corrId: `story-${answerId}`,
        causationId: 'x',
        subject: 'user:u',
        streamVersion: 1,
      };
    }),
  );
