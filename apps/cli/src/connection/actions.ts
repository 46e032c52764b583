import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { exitCodes } from '../exit-codes.js';
import { Failure, type Problem } from '../failure.js';
import type { Session } from '../session.js';

/** What POST /actions can do. */
export type ActionKind =
  | 'training.cancel'
  | 'training.pause'
  | 'training.resume'
  | 'promotion.approve'
  | 'promotion.decline'
  | 'canary.stop'
  | 'unit.revert'
  | 'agent.register'
  | 'agent.archive'
  | 'taskset.archive'
  | 'taskset.delete'
  | 'specialist.answer'
  | 'outcome.report';

/** An action, as /state/actions shows it. */
export interface ActionRow<Result = unknown> {
  readonly action_id: string;
  readonly kind: string;
  /** accepted, succeeded or failed. */
  readonly status: string;
  readonly corr_id?: string;
  readonly result?: Result | null;
  /** Why it failed. */
  readonly error?: Problem | null;
}

const everyMs = 100;
const patienceMs = 60_000;

const settled = async (session: Session, accepted: ActionRow): Promise<ActionRow> => {
  const givenUpAt = Date.now() + patienceMs;
  let row = accepted;
  while (row.status === 'accepted') {
    if (Date.now() > givenUpAt)
      throw new Failure(exitCodes.timeout, {
        title: `action ${row.action_id} did not end within ${patienceMs / 1000} s`,
        code: 'deadline_exceeded',
      });
    await delay(everyMs, undefined, { signal: session.signal });
    row = await session.gateway.get<ActionRow>(`/state/actions/${encodeURIComponent(accepted.action_id)}`);
  }
  return row;
};

/** Does one thing through POST /actions and answers its settled row. A key of its own makes a repeated request the same action. Throws Failure when it failed. */
export const act = async <Result>(session: Session, kind: ActionKind, input: object): Promise<ActionRow<Result>> => {
  const accepted = await session.gateway.post<ActionRow>('/actions', { kind, input, idempotency_key: uuid() });
  const row = await settled(session, accepted);
  if (row.status === 'failed')
    throw new Failure(exitCodes.failed, row.error ?? { title: `action ${kind} failed`, corr_id: row.corr_id });
  return row as ActionRow<Result>;
};
