import { evaluation } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import type { Api } from './api.js';
import { eventually } from './eventually.js';

/** A job's row, as far as the tests look. */
export interface JobRow {
  readonly job_id: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly corr_id: string;
  readonly lease_id: string;
  readonly slot: string;
  readonly version: number;
  readonly hints: Readonly<Record<string, unknown>>;
  readonly spend: { readonly episodes: number; readonly tokens: number; readonly cost_micros: number };
  readonly reason?: string;
}

const ended = ['completed', 'cancelled', 'denied', 'failed'];

/** Starts a training. Throws where it is refused. */
export const startTraining = async (api: Api, body: object): Promise<string> => {
  const answer = await api.post<{ job_id: string }>('/orchestrator/mini_agents/start_training', body);
  if (answer.status !== 202)
    throw new Error(`start_training answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.job_id;
};

/** The job's row as soon as it has this status. */
export const jobWith = (
  api: () => Api,
  jobId: string,
  has: (job: JobRow) => boolean,
  timeoutMs = 300_000,
): Promise<JobRow> =>
  eventually(
    `job ${jobId}`,
    async () => {
      const { status, body } = await api().get<JobRow>(`/state/orchestrator/jobs/${jobId}`);
      return status === 200 && has(body) ? body : undefined;
    },
    timeoutMs,
  );

/** The job's row once it has ended and its last spend is in /state. */
export const endedJob = (api: () => Api, jobId: string, timeoutMs = 300_000): Promise<JobRow> =>
  jobWith(api, jobId, ({ status }) => ended.includes(status), timeoutMs);

/** An item of a made-up task set. */
export interface MadeUpItem {
  readonly id: string;
  readonly input: unknown;
  readonly target: unknown;
  readonly metadata?: object;
}

/** Imports made-up items as a task set. */
export const importTaskSet = async (
  grpc: string,
  token: string,
  { splitBy, ...header }: { readonly name: string; readonly role: string; readonly splitBy?: string },
  items: readonly MadeUpItem[],
): Promise<evaluation.TaskSet> => {
  const client = rpcClient(evaluation.TaskSetServiceClient, grpc, { token });
  const parts = async function* (): AsyncGenerator<evaluation.ImportTaskSetRequest> {
    const options = splitBy === undefined ? undefined : evaluation.ImportOptions.fromPartial({ splitBy });
    yield { part: { $case: 'header', value: { ...header, licence: 'CC0-1.0', options } } };
    yield { part: { $case: 'items', value: Buffer.from(`${items.map((item) => JSON.stringify(item)).join('\n')}\n`) } };
  };
  try {
    const { taskSet } = await client.importTaskSet(parts());
    return taskSet as evaluation.TaskSet;
  } finally {
    client.close();
  }
};

/** Imports a task set of made-up items for the role tooling: the target is the input. */
export const importItems = (grpc: string, token: string, name: string, count: number): Promise<evaluation.TaskSet> =>
  importTaskSet(
    grpc,
    token,
    { name, role: 'tooling' },
    Array.from({ length: count }, (_, index) => ({
      id: `item-${index}`,
      input: { say: index },
      target: { say: index },
    })),
  );
