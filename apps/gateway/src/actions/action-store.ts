import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { canonicalJson, DomainError } from '@ao/kernel';
import { withDomainErrors, type Sql } from '@ao/postgres';
import type { CallerContext, Problem } from '@ao/http';
import type { ActionBody } from './actions.schemas.js';

/** An action as it is kept. */
export interface Action {
  readonly action_id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly request_hash: string;
  readonly subject: string;
  readonly corr_id: string;
  readonly status: 'accepted' | 'succeeded' | 'failed';
  readonly result: object | null;
  readonly error: Problem | null;
  readonly attempts: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** What became of an action. */
export type Ending =
  { readonly status: 'succeeded'; readonly result: object } | { readonly status: 'failed'; readonly error: Problem };

/** The gateway's memory of what it was asked to do. */
export interface ActionStore {
  /** Records a request; the same key with the same request answers the action that is there. Throws DomainError `already_exists` for another request. */
  accept(body: ActionBody, caller: CallerContext): Promise<Action>;
  find(id: string): Promise<Action | undefined>;
  /** Newest first, from before an action id on. */
  list(before: string, limit: number): Promise<readonly Action[]>;
  /** Takes actions that are to be done, oldest first, and keeps others away from them for a while. */
  claim(limit: number, forMs: number): Promise<readonly Action[]>;
  /** Leaves an action to be tried again later. */
  postpone(id: string, forMs: number): Promise<void>;
  settle(id: string, ending: Ending): Promise<void>;
}

const hashOf = ({ kind, input }: ActionBody): string =>
  createHash('sha256').update(canonicalJson({ kind, input })).digest('hex');

const reused = (): DomainError =>
  new DomainError('already_exists', 'the idempotency key stands for another action', [
    { path: 'idempotency_key', message: 'send the same kind and input again, or a new key' },
  ]);

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const accepting = (sql: Sql, actions: ReturnType<typeof tableOf>): ActionStore['accept'] => {
  const insert = (body: ActionBody, caller: CallerContext): Promise<readonly Action[]> => sql<Action[]>`
    insert into ${actions} (action_id, kind, input, request_hash, subject, idempotency_key, corr_id)
    values (${uuid()}, ${body.kind}, ${json(body.input)}::text::json, ${hashOf(body)}, ${caller.subject}, ${body.idempotency_key ?? null}, ${caller.corrId})
    on conflict (subject, idempotency_key) do nothing returning *`;
  const withKey = (key: string | undefined, subject: string): Promise<readonly Action[]> =>
    sql<Action[]>`select * from ${actions} where subject = ${subject} and idempotency_key = ${key ?? null}`;
  return async (body, caller) => {
    const [action] = [
      ...(await withDomainErrors(insert(body, caller))),
      ...(await withDomainErrors(withKey(body.idempotency_key, caller.subject))),
    ];
    if (action === undefined) throw new DomainError('aborted', 'the action was just deleted');
    if (action.request_hash !== hashOf(body)) throw reused();
    return action;
  };
};

const tableOf = (sql: Sql, schema: string) => sql(`${schema}.actions`);

/** The table `actions` of the gateway's schema. */
export const actionStore = (sql: Sql, schema: string): ActionStore => {
  const actions = tableOf(sql, schema);
  return {
    accept: accepting(sql, actions),
    find: async (id) =>
      (await withDomainErrors(sql<Action[]>`select * from ${actions} where action_id::text = ${id}`))[0],
    list: (before, limit) =>
      withDomainErrors(
        sql<
          Action[]
        >`select * from ${actions} where ${before === '' ? sql`true` : sql`action_id < ${before}`} order by action_id desc limit ${limit}`,
      ),
    claim: (limit, forMs) =>
      withDomainErrors(sql<Action[]>`
        update ${actions} set attempts = attempts + 1, claimed_until = now() + ${forMs}::double precision * interval '1 millisecond'
        where action_id in (
          select action_id from ${actions} where status = 'accepted' and claimed_until <= now() order by claimed_until limit ${limit} for update skip locked
        ) returning *`),
    postpone: async (id, forMs) => {
      await withDomainErrors(
        sql`update ${actions} set claimed_until = now() + ${forMs}::double precision * interval '1 millisecond' where action_id = ${id}`,
      );
    },
    settle: async (id, ending) => {
      const result = ending.status === 'succeeded' ? json(ending.result) : null;
      const error = ending.status === 'failed' ? json(ending.error) : null;
      await withDomainErrors(sql`
        update ${actions} set status = ${ending.status}, result = ${result}::text::json, error = ${error}::text::json, updated_at = now()
        where action_id = ${id} and status = 'accepted'`);
    },
  };
};
