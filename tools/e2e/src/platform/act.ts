import type { Api } from './api.js';
import { eventually } from './eventually.js';

interface ActionRow {
  readonly action_id: string;
  readonly status: string;
  readonly result: unknown;
  readonly error?: unknown;
}

/** Does one thing through POST /actions and waits for what comes of it. Throws where it is refused or fails. */
export const act = async <Result>(api: Api, kind: string, input: object): Promise<Result> => {
  const accepted = await api.post<ActionRow>('/actions', { kind, input });
  if (accepted.status !== 202) throw new Error(`${kind} answered ${accepted.status}: ${JSON.stringify(accepted.body)}`);
  const row = await eventually(`action ${kind}`, async () => {
    const { body } = await api.get<ActionRow>(`/state/actions/${accepted.body.action_id}`);
    return body.status === 'accepted' ? undefined : body;
  });
  if (row.status !== 'succeeded') throw new Error(`${kind} failed: ${JSON.stringify(row.error)}`);
  return row.result as Result;
};
