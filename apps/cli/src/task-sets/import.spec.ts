import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import { evaluation } from '@ao/contracts';
import { DomainError } from '@ao/kernel';
import { toStatus } from '@ao/rpc';
import { runCli, type Ran } from '../testing/run-cli.js';

type Call = ServerReadableStream<evaluation.ImportTaskSetRequest, evaluation.ImportTaskSetResponse>;
type Reply = sendUnaryData<evaluation.ImportTaskSetResponse>;

const taskSet: evaluation.TaskSet = {
  name: 'mine',
  hash: 'f'.repeat(64),
  role: 'recall',
  train: 60,
  dev: 20,
  holdout: 20,
  documents: 2,
  source: 'import',
  licence: 'MIT',
};
let folder: string;
let server: Server;
let port: number;
let importTaskSet: (call: Call, reply: Reply) => void;
const ao = (...args: string[]): Promise<Ran> =>
  runCli(args, { AO_GRPC_ADDRESS: `127.0.0.1:${port}`, AO_TOKEN: 'secret', AO_DATA_DIR: folder });
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ao-cli-'));
  server = new Server();
  server.addService(
    { importTaskSet: evaluation.TaskSetServiceService.importTaskSet },
    { importTaskSet: (call: Call, reply: Reply) => importTaskSet(call, reply) },
  );
  port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
});
afterAll(() => {
  server.forceShutdown();
  rmSync(folder, { recursive: true });
});

it('streams the header, then whole lines of both files, and shows the version', async () => {
  const parts: evaluation.ImportTaskSetRequest['part'][] = [];
  let authorization: unknown;
  importTaskSet = (call, reply) => {
    authorization = call.metadata.get('authorization')[0];
    call
      .on('data', ({ part }: evaluation.ImportTaskSetRequest) => parts.push(part))
      .on('end', () => reply(null, { taskSet, format: 'jsonl', preview: [], unused: [] }));
  };
  const items = `${JSON.stringify({ id: 'i', input: 'x'.repeat(1_000) })}\n`.repeat(1_000);
  const { code, out } = await ao(
    'taskset',
    'import',
    file('items.jsonl', items),
    '--corpus',
    file('docs.jsonl', '{"id":"d"}\n'),
    '--name',
    'mine',
    '--role',
    'recall',
    '--licence',
    'MIT',
  );
  expect(code).toBe(0);
  expect(authorization).toBe('Bearer secret');
  expect(out).toMatch(
    /^imported\n\nTASK SET +VERSION +ROLE[^]*\nmine +ffffffff +recall +60 +20 +20 +2\n {2}from import, licence MIT\n$/u,
  );
  expect(parts[0]).toEqual({ $case: 'header', value: { name: 'mine', role: 'recall', licence: 'MIT' } });
  expect(parts.map((part) => part?.$case)).toEqual([
    'header',
    'documents',
    ...Array.from({ length: parts.length - 2 }, () => 'items'),
  ]);
  const bytes = parts.flatMap((part) => (part?.$case === 'items' ? [part.value] : []));
  expect(Buffer.concat(bytes).toString()).toBe(items);
  expect(bytes.length).toBeGreaterThan(2);
  expect(bytes.every((each) => each.at(-1) === 10)).toBe(true);
});

it('prints a refusal with its line numbers while the file is still being sent', async () => {
  importTaskSet = (call, reply) => {
    call.once('data', () =>
      reply(
        toStatus(
          new DomainError('invalid_argument', 'the task set is not valid', [
            { path: 'items line 2', message: 'id is missing' },
          ]),
        ) as never,
      ),
    );
  };
  const { code, err, out } = await ao(
    'taskset',
    'import',
    file('bad.jsonl', '{}\n'.repeat(500_000)),
    '--name',
    'mine',
    '--role',
    'recall',
  );
  expect([code, out]).toEqual([1, '']);
  expect(err).toBe('error: the task set is not valid (invalid_argument)\n  items line 2: id is missing\n');
});
