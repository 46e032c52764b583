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

it('streams the header, then both files as they are, and shows the version', async () => {
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
    /^imported, read as JSON Lines: 100 items\n\nTASK SET +VERSION +ROLE[^]*\nmine +ffffffff +recall +60 +20 +20 +2\n {2}from import, licence MIT\n$/u,
  );
  const options = { format: '', map: [], scorer: '', dryRun: false };
  expect(parts[0]).toEqual({ $case: 'header', value: { name: 'mine', role: 'recall', licence: 'MIT', options } });
  expect(parts.map((part) => part?.$case)).toEqual([
    'header',
    'documents',
    ...Array.from({ length: parts.length - 2 }, () => 'items'),
  ]);
  const bytes = parts.flatMap((part) => (part?.$case === 'items' ? [part.value] : []));
  expect(Buffer.concat(bytes).toString()).toBe(items);
  expect(bytes.length).toBeGreaterThan(2);
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

it('passes on format, mapping, scorer and dry run, and shows the preview', async () => {
  let options: unknown;
  importTaskSet = (call, reply) => {
    call
      .on('data', ({ part }: evaluation.ImportTaskSetRequest) => {
        if (part?.$case === 'header') options = part.value.options;
      })
      .on('end', () =>
        reply(null, {
          taskSet: { ...taskSet, scorer: { type: 'number', abs: 0.5, rel: 0 }, checks: { ...none, copies: 2 } },
          format: 'csv',
          preview: [{ id: 'a', input: { text: 'x' }, target: 'y', metadata: {} }],
          unused: ['note'],
        }),
      );
  };
  const none = { copies: 0, contradicting: 0, holdoutSeen: 0, nearCopies: 0, holdoutNear: 1, compared: 9 };
  const args = ['--map', 'id=nr,input.text=a, b,target=c', '--map', 'metadata.x=d', '--scorer', 'number:abs=0.5'];
  const { code, out } = await ao('taskset', 'import', file('a.csv', 'x'), '--format', 'csv', '--dry-run', ...args);
  expect(code).toBe(0);
  expect(options).toEqual({
    format: 'csv',
    map: ['id=nr', 'input.text=a, b', 'target=c', 'metadata.x=d'],
    scorer: 'number:abs=0.5',
    dryRun: true,
  });
  for (const text of [
    'nothing imported (dry run), read as CSV: 100 items',
    'not used: "note"',
    'scored by number:abs=0.5',
    '2 copies of other inputs, 1 holdout item is nearly one of train or dev',
    'the first items\n  a  {"text":"x"}\n    -> "y"',
  ])
    expect(out.replaceAll(/\s+/gu, ' ')).toContain(text.replaceAll(/\s+/gu, ' '));
});
