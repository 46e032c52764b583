import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { act } from './platform/act.js';
import { endedJob, startTraining } from './platform/jobs.js';
import { SharedPlatform } from './platform/shared.js';

interface ReportRow {
  readonly solve_rate: number;
  readonly errors: number;
}

const examples = join(__dirname, '../../../examples');
const python = process.env['AGENT_PYTHON'] ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import grpc_tools']).status === 0;
if (!hasPython)
  process.stderr.write(
    `The Python agent is skipped: ${python} -m pip install -r examples/agent-python/requirements.txt\n`,
  );

const platform = new SharedPlatform();
const children: ChildProcess[] = [];

const startAgent = async (command: string, script: string): Promise<string> => {
  const child = spawn(command, [join(examples, script)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return (JSON.parse(line) as { address: string }).address;
};

afterAll(async () => {
  children.forEach((child) => child.kill());
});

const agents: readonly (readonly [string, string, string, boolean])[] = [
  ['keyword-guard', process.execPath, 'agent-typescript/src/main.ts', true],
  ['style-guard', python, 'agent-python/main.py', hasPython],
];

describe.each(agents)('%s, in a process of its own', (id, command, script, installed) => {
  const test = installed ? it : it.skip;

  test('is registered, trained and measured like a built-in', async () => {
    const address = await startAgent(command, script);
    expect(await act(platform.api, 'agent.register', { address })).toMatchObject({});
    const { body } = await platform.api.get<{ items: { id: string; runtime: string }[] }>('/orchestrator/mini_agents');
    expect(body.items.find((agent) => agent.id === id)).toMatchObject({ runtime: address });
    const jobId = await startTraining(platform.api, {
      mini_agent: id,
      task_set: 'spam-assassin',
      seed: 4,
      budget: { episodes: 900 },
      strategy: { candidates: 4 },
    });
    expect(await endedJob(() => platform.api, jobId)).toMatchObject({ status: 'completed' });
    const reports = await platform.api.all<ReportRow>(`/state/orchestrator/jobs/${jobId}/reports`);
    expect(reports.length).toBeGreaterThan(4);
    expect(reports.reduce((sum, { errors }) => sum + errors, 0)).toBe(0);
    for (const report of reports) expect(report.solve_rate).toBeGreaterThan(0.5);
    const answer = await act<{ output: { label: string } }>(platform.api, 'specialist.answer', {
      slot: `${id}/spam-assassin`,
      input: { text: 'FREE MONEY!!! CLICK HERE NOW <b>$$$</b>', subject: 'WIN' },
    });
    expect(['spam', 'ham']).toContain(answer.output.label);
  });
});

it('refuses an address that the egress policy does not allow, one where nobody listens, and a host that is none', async () => {
  await expect(act(platform.api, 'agent.register', { address: 'example.org:443' })).rejects.toThrow(
    /permission_denied/,
  );
  await expect(act(platform.api, 'agent.register', { address: '127.0.0.1:9' })).rejects.toThrow(/no agent answers/);
  await expect(act(platform.api, 'agent.register', { address: 'nonsense' })).rejects.toThrow(/host:port/);
});
