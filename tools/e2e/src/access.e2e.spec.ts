import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials, Metadata, status, type MethodDefinition, type ServiceDefinition } from '@grpc/grpc-js';
import { cognition, evaluation, lease, logic, orchestrator, platform as platformContract, state } from '@ao/contracts';
import { Standalone } from './platform/standalone.js';

/** Roles in the columns of docs/access.md, and the files of their tokens. */
const files = { viewer: 'viewer-token', application: 'application-token', admin: 'admin-token' } as const;
type Role = keyof typeof files;
const roles = Object.keys(files) as Role[];
/** Who may use a route: roles, everybody, or (none) services alone. */
type Allowed = readonly Role[] | 'anyone';

const text = readFileSync(join(__dirname, '../../../docs/access.md'), 'utf8');
const rowsBelow = (heading: string): Readonly<Record<string, Allowed>> => {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|$/gmu)];
  return Object.fromEntries(
    rows.map(([, name = '', ...cells]) => [
      name,
      cells[0]?.trim() === 'anyone' ? 'anyone' : roles.filter((_, at) => cells[at]?.trim() === 'yes'),
    ]),
  );
};

const platform = new Standalone();
beforeAll(async () => void (await platform.start()), 120_000);
afterAll(() => platform.discard());
const tokenOf = (role: string): string => readFileSync(join(platform.dataDir, `${role}-token`), 'utf8').trim();

const statusOf = async (route: string, token: string | undefined): Promise<number> => {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`http://${platform.http}${path.replaceAll(/\{\w+\}/gu, 'x')}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
  await response.body?.cancel();
  return response.status;
};

describe('over HTTP', () => {
  const table = rowsBelow('Over HTTP');

  it('tells of every route that the description has, with its roles', async () => {
    const { paths } = (await (await fetch(`http://${platform.http}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-roles': readonly string[]; security: readonly unknown[] }>>;
    };
    const served = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Allowed] => [
        `${method.toUpperCase()} ${path}`,
        operation.security.length === 0 ? 'anyone' : roles.filter((role) => operation['x-roles'].includes(role)),
      ]),
    );
    expect(table).toEqual(Object.fromEntries(served));
  });

  it.each(Object.entries(table))('keeps to it: %s', async (route, allowed) => {
    const unknown = [undefined, 'no-token-of-this-platform'];
    for (const token of unknown) expect((await statusOf(route, token)) === 401).toBe(allowed !== 'anyone');
    for (const role of roles)
      expect([role, (await statusOf(route, tokenOf(role))) !== 403]).toEqual([
        role,
        allowed === 'anyone' || allowed.includes(role),
      ]);
    expect([401, 403]).not.toContain(await statusOf(route, tokenOf('service')));
  });
});

const isService = (value: unknown): value is ServiceDefinition =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((each) => typeof each === 'object' && each !== null && 'requestSerialize' in each);
const definitions = [cognition, evaluation, lease, logic, orchestrator, platformContract, state]
  .flatMap((contract) => Object.values(contract as Record<string, unknown>).filter(isService))
  .flatMap((service) => Object.values(service) as MethodDefinition<unknown, unknown>[]);
const nameOf = ({ path }: MethodDefinition<unknown, unknown>): string => path.split('.').at(-1) ?? path;

/** What is sent where an empty request would wait for something to happen. */
const requests: Readonly<Record<string, Uint8Array>> = {
  'StateService/WatchFeed': state.WatchFeedRequest.encode(
    state.WatchFeedRequest.fromPartial({ snapshot: true }),
  ).finish(),
};

/** The status of a call; a stream that sends something is let in. */
const codeOf = (definition: MethodDefinition<unknown, unknown>, token: string): Promise<status> =>
  new Promise((resolve) => {
    const { path, requestStream, responseStream } = definition;
    const request = Buffer.from(requests[nameOf(definition)] ?? []);
    const client = new Client(platform.grpc, credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const bytes = (value: Buffer): Buffer => value;
    const end = (code: status): void => {
      resolve(code);
      client.close();
    };
    const options = { deadline: Date.now() + 15_000 };
    if (responseStream) {
      const call = client.makeServerStreamRequest(path, bytes, bytes, request, metadata, options);
      call.on('data', () => (end(status.OK), call.cancel()));
      call.on('error', ({ code }: { code: status }) => end(code));
      call.on('end', () => end(status.OK));
    } else if (requestStream) {
      const done = (error: { code: status } | null): void => end(error?.code ?? status.OK);
      client.makeClientStreamRequest(path, bytes, bytes, metadata, options, done).end();
    } else {
      const done = (error: { code: status } | null): void => end(error?.code ?? status.OK);
      client.makeUnaryRequest(path, bytes, bytes, request, metadata, options, done);
    }
  });

describe('over gRPC', () => {
  const table = rowsBelow('Over gRPC');

  it('tells of every call', () => {
    expect(Object.keys(table).sort()).toEqual(definitions.map(nameOf).sort());
  });

  it.each(definitions.map((definition) => [nameOf(definition), definition] as const))(
    'keeps to it: %s',
    async (name, definition) => {
      expect(await codeOf(definition, 'no-token-of-this-platform')).toBe(status.UNAUTHENTICATED);
      for (const role of roles)
        expect([role, (await codeOf(definition, tokenOf(role))) !== status.PERMISSION_DENIED]).toEqual([
          role,
          (table[name] ?? []).includes(role),
        ]);
      expect([status.UNAUTHENTICATED, status.PERMISSION_DENIED]).not.toContain(
        await codeOf(definition, tokenOf('service')),
      );
    },
  );
});
