import type { Metadata } from '@grpc/grpc-js';
import { GrpcMethod } from '@nestjs/microservices';
import { lease, leasePolicyService, type ServiceDescriptor } from '@ao/contracts';
import { localBus } from '@ao/event-bus';
import type { CommandHandlerOf, RecordedEvent } from '@ao/event-store';
import { DomainError, type Decider } from '@ao/kernel';
import { createLogger } from '@ao/observability';
import { connect, type Sql } from '@ao/postgres';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { Access, callContext, RpcController } from '@ao/rpc';
import { until } from '@ao/testing';
import { z } from 'zod';
import {
  aggregate,
  defineService,
  freePort,
  Part,
  peerClient,
  peersAt,
  startApplication,
  type Application,
  type PublishedFact,
  type ServiceRuntime,
} from './index.js';

/** The whole of a service: its descriptor (with messages that exist), its rules, its edge. */
const descriptor: ServiceDescriptor = {
  name: 'notes',
  schema: 'notes',
  grpc: leasePolicyService.grpc,
  topics: { policy: leasePolicyService.topics.policy },
  facts: { 'policy.installed': leasePolicyService.facts['policy.installed'] },
};

interface Noted {
  readonly type: 'Noted';
  readonly data: { readonly text: string };
}
type Note = string | null;

const note: Decider<{ readonly type: 'Note'; readonly text: string }, Noted, Note> = {
  initial: null,
  decide: ({ text }, known) => {
    if (known !== null && known !== text) throw new DomainError('already_exists', 'that note says something else');
    return known === null ? [{ type: 'Noted', data: { text } }] : [];
  },
  evolve: (_, { data }) => data.text,
};

const noteFacts = ({ event: { data } }: RecordedEvent<Noted>): PublishedFact => ({
  type: 'policy.installed',
  data: { ...lease.PolicySetInstalled.fromPartial({ name: data.text, hash: 'h' }) },
});

@RpcController()
class NotesController {
  constructor(@Part('notes') private readonly notes: CommandHandlerOf<typeof note>) {}

  @GrpcMethod('LeaseService', 'getLease')
  @Access('viewer')
  async read({ leaseId }: lease.GetLeaseRequest, metadata: Metadata): Promise<lease.GetLeaseResponse> {
    const { corrId, causationId, subject } = callContext(metadata);
    const { version, state } = await this.notes(
      leaseId,
      { type: 'Note', text: `noted ${leaseId}` },
      { corrId, causationId, subject },
    );
    return lease.GetLeaseResponse.fromPartial({ status: state ?? '', spent: { episodes: version } });
  }
}

const heard: string[] = [];
const steps: string[] = [];
const notes = aggregate({ category: 'note', decider: note, facts: noteFacts });

const service = defineService({
  descriptor,
  environment: { NOTES_GREETING: z.string().default('hello') },
  settings: ({ NOTES_GREETING }) => ({ greeting: NOTES_GREETING }),
  aggregates: [notes],
  parts: (host) => ({ notes: host.commands(notes), greeting: host.settings.greeting }),
  controllers: [NotesController],
  start: async ({ greeting }) => void steps.push(`start ${greeting}`),
  background: () => [{ close: async () => void steps.push('background closed') }],
  reactions: () => [
    {
      group: 'notes-readers',
      topics: [leasePolicyService.topics.policy.name],
      handle: async (fact, { source, key }) => {
        if (fact.type === 'policy.installed') heard.push(`${source} ${key} ${fact.data.name}`);
      },
    },
  ],
  stop: () => void steps.push('stop'),
});

const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  service: 'service-token-0123456789',
};
let postgres: TestPostgres;
let busSql: Sql;
let runtime: ServiceRuntime;
let application: Application;

beforeAll(async () => {
  postgres = await testPostgres();
  busSql = connect({ url: postgres.url, applicationName: 'bus' });
  const grpcPort = await freePort('127.0.0.1');
  runtime = {
    name: 'test',
    sql: connect({ url: postgres.url, applicationName: 'notes' }),
    bus: localBus({ sql: busSql }),
    logger: createLogger({ service: 'test', level: 'silent' }),
    peers: peersAt(`127.0.0.1:${grpcPort}`),
    serviceToken: tokens.service,
    access: tokens,
  };
  application = await startApplication({
    runtime,
    services: [service.on(runtime)],
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort,
  });
});
afterAll(async () => {
  await busSql?.end({ timeout: 5 });
  await postgres?.stop();
});

it('serves its commands, publishes its facts under its name, and hears them', async () => {
  const client = peerClient(runtime, lease.LeaseServiceClient);
  const first = await client.getLease({ leaseId: 'n1' });
  expect(first).toMatchObject({ status: 'noted n1', spent: { episodes: 1 } });
  expect(await client.getLease({ leaseId: 'n1' })).toEqual(first);
  await until(() => heard.length > 0);
  expect(heard).toEqual(['/notes n1 noted n1']);
  client.close();
});

it('answers its probes, and has its tables in the schema that its descriptor names', async () => {
  expect((await fetch(`http://${application.http}/readyz`)).status).toBe(200);
  expect(await runtime.sql`select stream, version from notes.events`).toEqual([{ stream: 'note-n1', version: 1 }]);
});

it('takes its settings from its environment', () => {
  expect(service.configure({ NOTES_GREETING: 'good day', ELSE: 1 })).toEqual({ greeting: 'good day' });
});

it('refuses a category that stream names could not be read by', () => {
  expect(() => aggregate({ category: 'my-note', decider: note, facts: noteFacts })).toThrow('lower-case letters only');
});

it('stops what runs before its own end', async () => {
  await application.stop();
  expect(steps).toEqual(['start hello', 'background closed', 'stop']);
});
