import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { canonicalJson, differences, DomainError } from '@ao/kernel';
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
  /** An action; with a subject, only one of its own. */
  find(id: string, subject?: string): Promise<Action | undefined>;
  /** Newest first, from before an action id on. */
  list(filters: ActionFilters, limit: number): Promise<readonly Action[]>;
  /** Takes actions that are to be done, oldest first, and keeps others away from them for a while. */
  claim(limit: number, forMs: number): Promise<readonly Action[]>;
  /** Leaves an action to be tried again later. */
  postpone(id: string, forMs: number): Promise<void>;
  settle(id: string, ending: Ending): Promise<void>;
  /** Deletes settled actions that nothing has changed for so many milliseconds, oldest first, at most `limit`. Answers how many. */
  trim(olderThanMs: number, limit: number): Promise<number>;
}

/** Which actions: from before an id on, and with these values. */
export interface ActionFilters {
  readonly before?: string;
  readonly subject?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
}

const hashOf = ({ kind, input }: ActionBody): string =>
  createHash('sha256').update(canonicalJson({ kind, input })).digest('hex');

const reused = ({ action_id, kind, input }: Action, body: ActionBody): DomainError =>
  new DomainError(
    'already_exists',
    `the idempotency key stands for another action, ${action_id}: send the same kind and input again, or a new key`,
    differences({ kind, input }, { kind: body.kind, input: body.input }),
  );

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
    if (action.request_hash !== hashOf(body)) throw reused(action, body);
    return action;
  };
};

const only = (sql: Sql, column: string, value: string | undefined) =>
  value === undefined ? sql`true` : sql`${sql(column)} = ${value}`;

const tableOf = (sql: Sql, schema: string) => sql(`${schema}.actions`);

/** The table `actions` of the gateway's schema. */
export const actionStore = (sql: Sql, schema: string): ActionStore => {
  const actions = tableOf(sql, schema);
  return {
    accept: accepting(sql, actions),
    find: async (id, subject) =>
      (
        await withDomainErrors(
          sql<Action[]>`select * from ${actions} where action_id::text = ${id} and ${only(sql, 'subject', subject)}`,
        )
      )[0],
    list: ({ before, subject, kind, status }, limit) =>
      withDomainErrors(sql<Action[]>`
        select * from ${actions} where ${before ? sql`action_id < ${before}` : sql`true`}
          and ${only(sql, 'subject', subject)} and ${only(sql, 'kind', kind)} and ${only(sql, 'status', status)}
        order by action_id desc limit ${limit}`),
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
    trim: async (olderThanMs, limit) => {
      const gone = await withDomainErrors(sql`
        delete from ${actions} where action_id in (
          select action_id from ${actions}
          where status <> 'accepted' and updated_at < now() - ${olderThanMs}::double precision * interval '1 millisecond'
          order by updated_at limit ${limit} for update skip locked
        )`);
      return gone.count;
    },
  };
};
