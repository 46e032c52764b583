import {
  credentials,
  loadPackageDefinition,
  status,
  type GrpcObject,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { patient } from '@ao/testing';
import { score, taskSetSources, type TaskItem } from '@ao/specialists';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const definition = loadSync('agent/v1/agent.proto', {
  includeDirs: [join(__dirname, '../proto')],
  longs: Number,
  defaults: true,
  oneofs: true,
});
const { AgentService } = ((loadPackageDefinition(definition)['agent'] as GrpcObject)['v1'] ?? {}) as unknown as {
  AgentService: ServiceClientConstructor;
};

const python = process.env['AGENT_PYTHON'] ?? 'python3';
const hasGrpcTools = spawnSync(python, ['-c', 'import grpc_tools']).status === 0;
if (!hasGrpcTools)
  console.warn(
    `skipped: the Python agent, for ${python} has no grpcio-tools: ${python} -m pip install -r examples/agent-python/requirements.txt`,
  );

const agents: readonly (readonly [string, string, readonly string[], boolean])[] = [
  ['keyword-guard', process.execPath, [join(__dirname, 'agent-typescript/src/main.ts')], true],
  ['style-guard', python, [join(__dirname, 'agent-python/main.py')], hasGrpcTools],
];

interface Profile {
  readonly id: string;
  readonly role: string;
  readonly searchSpace: readonly {
    readonly name: string;
    readonly floatRange: { readonly min: number; readonly max: number };
  }[];
  readonly defaults: { readonly fields: Readonly<Record<string, { readonly numberValue: number }>> };
  readonly searchSplits: readonly string[];
}

interface Episode {
  readonly output: { readonly structValue: { readonly fields: { readonly label: { readonly stringValue: string } } } };
  readonly confidence: number;
  readonly tokensIn: number;
  readonly refused: boolean;
}

/** A few mails of each label, the same every time. */
const mails = async (): Promise<readonly TaskItem[]> => {
  const chosen: TaskItem[] = [];
  for await (const item of taskSetSources.find(({ name }) => name === 'spam-assassin')?.items() ?? []) {
    if (chosen.push(item) === 300) break;
  }
  return chosen;
};

const toStruct = (object: object): object => ({
  fields: Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      typeof value === 'number' ? { numberValue: value } : { stringValue: value as string },
    ]),
  ),
});

describe.each(agents)('%s', (id, command, args, installed) => {
  const test = installed ? it : it.skip;
  let agent: ChildProcess;
  let client: InstanceType<ServiceClientConstructor>;
  const call = async <Response>(method: string, request: object): Promise<Response> =>
    new Promise((resolve, reject) =>
      client[method]?.(
        request,
        { deadline: Date.now() + patient(10_000) },
        (error: Error | null, response: Response) => (error === null ? resolve(response) : reject(error)),
      ),
    );
  const run = (input: object, configuration: object = {}): Promise<Episode> =>
    call('RunEpisode', {
      episodeId: 'e',
      configuration: toStruct(configuration),
      input: { structValue: toStruct(input) },
    });

  beforeAll(async () => {
    if (!installed) return;
    agent = spawn(command, args, {
      env: { ...process.env, NODE_OPTIONS: '', AGENT_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: agent.stdout as NodeJS.ReadableStream }), 'line')) as [string];
    const said = JSON.parse(line) as { agent: string; address: string };
    expect(said.agent).toBe(id);
    client = new AgentService(said.address, credentials.createInsecure());
  });

  test('describes itself, with defaults inside its search space', async () => {
    const { profile } = await call<{ profile: Profile }>('Describe', {});
    expect({ id: profile.id, role: profile.role, searchSplits: profile.searchSplits }).toEqual({
      id,
      role: 'validation',
      searchSplits: ['train', 'dev'],
    });
    expect(Object.keys(profile.defaults.fields).sort()).toEqual(profile.searchSpace.map(({ name }) => name).sort());
    for (const { name, floatRange } of profile.searchSpace) {
      expect(profile.defaults.fields[name]?.numberValue).toBeGreaterThanOrEqual(floatRange.min);
      expect(profile.defaults.fields[name]?.numberValue).toBeLessThanOrEqual(floatRange.max);
    }
  });

  test('beats the commonest label on real mails, with confidences that are worth something', async () => {
    const items = await mails();
    let [solved, ham, error] = [0, 0, 0];
    for (const { input, target } of items) {
      const { output, confidence, tokensIn } = await run(input as object);
      const right = score('validation', { label: output.structValue.fields.label.stringValue }, target).solved ? 1 : 0;
      solved += right;
      error += (confidence - right) ** 2;
      ham += (target as { label: string }).label === 'ham' ? 1 : 0;
      expect(tokensIn).toBeGreaterThan(0);
    }
    expect(solved).toBeGreaterThan(Math.max(ham, items.length - ham) * 1.05);
    expect(error / items.length).toBeLessThan(0.21);
  });

  test('answers differently under another configuration', async () => {
    const mail = { subject: 'MAKE MONEY', text: 'FREE!!! CLICK HERE to receive $100 CASH <b>now</b>' };
    const labels = await Promise.all(
      [0.05, 0.95].map(
        async (threshold) => (await run(mail, { threshold })).output.structValue.fields.label.stringValue,
      ),
    );
    expect(labels).toEqual(['spam', expect.any(String)]);
    expect(
      (await run({ text: 'thanks for the patch' }, { threshold: 0.95 })).output.structValue.fields.label.stringValue,
    ).toBe('ham');
  });

  test('declines a mail that has no words', async () => {
    expect(await run({ text: '12 + 30 = ?' })).toMatchObject({ refused: true });
    expect(await run({ text: 'thanks' })).toMatchObject({ refused: false });
  });

  test.each([
    ['a threshold out of range', { text: 'x' }, { threshold: 2 }, 'configuration.threshold'],
    ['a parameter it does not have', { text: 'x' }, { colour: 1 }, 'configuration.colour'],
    ['an input of another shape', { query: 'x' }, {}, 'input must be'],
  ])('refuses %s', async (_, input, configuration, message) => {
    await expect(run(input, configuration)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining(message),
    });
  });

  test('stops when it is told to', async () => {
    client.close();
    agent.kill('SIGTERM');
    await once(agent, 'exit');
    expect(agent.signalCode === null ? agent.exitCode : agent.signalCode).toBe(0);
  });
});
