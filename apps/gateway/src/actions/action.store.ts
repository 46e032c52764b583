import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { canonicalJson, DomainError } from '@ao/kernel';
import { withDomainErrors, type Sql } from '@ao/event-store';
import type { Problem } from '@ao/http';
import type { Action, ActionKind } from './action.schema.js';

/** An action that is to be done, or was. */
export interface StoredAction extends Action {
  readonly kind: ActionKind;
  readonly subject: string;
}

/** What a client asked for. */
export interface NewAction {
  readonly kind: ActionKind;
  readonly input: object;
  readonly subject: string;
  readonly corrId: string;
  readonly idempotencyKey?: string;
}

interface Row {
  readonly action_id: string;
  readonly subject: string;
  readonly kind: ActionKind;
  readonly input: Record<string, unknown>;
  readonly status: Action['status'];
  readonly result: Record<string, unknown> | null;
  readonly problem: Record<string, unknown> | null;
  readonly corr_id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly fingerprint: string;
}

const actionOf = ({ fingerprint: _, created_at: created, updated_at: updated, ...row }: Row): StoredAction => ({ ...row, created_at: created.toISOString(), updated_at: updated.toISOString() });

const fingerprintOf = ({ kind, input }: NewAction): string => createHash('sha256').update(canonicalJson({ kind, input })).digest('hex');

/** Seconds that one process has for an action before another may take it over. */
const claimSeconds = 60;

/** The gateway's memory of what it passed on. */
export class ActionStore {
  constructor(private readonly sql: Sql) {}

  /** Records an action for this process to do; `isNew` false where the key is known with the same body. Throws `already_exists` for another body. */
  async accept(asked: NewAction): Promise<{ action: StoredAction; isNew: boolean }> {
    const { sql } = this;
    const fingerprint = fingerprintOf(asked);
    const key = asked.idempotencyKey ?? null;
    const [made] = await withDomainErrors(sql<Row[]>`
      insert into gateway.actions (action_id, subject, idempotency_key, fingerprint, kind, input, status, corr_id, claimed_until)
      values (${uuid()}, ${asked.subject}, ${key}, ${fingerprint}, ${asked.kind}, ${sql.json(asked.input as never)}, 'accepted', ${asked.corrId}, now() + ${claimSeconds} * interval '1 second')
      on conflict (subject, idempotency_key) do nothing
      returning *`);
    if (made) return { action: actionOf(made), isNew: true };
    const [known] = await withDomainErrors(sql<Row[]>`select * from gateway.actions where subject = ${asked.subject} and idempotency_key = ${key}`);
    if (known?.fingerprint === fingerprint) return { action: actionOf(known), isNew: false };
    throw new DomainError('already_exists', 'this idempotency key was used for another action', [{ path: 'idempotency_key', message: 'send the same body again, or a new key' }]);
  }

  /** Throws `not_found`. */
  async get(actionId: string): Promise<StoredAction> {
    const isUuid = /^[0-9a-f-]{36}$/i.test(actionId);
    const [row] = isUuid ? await withDomainErrors(this.sql<Row[]>`select * from gateway.actions where action_id = ${actionId}`) : [];
    if (!row) throw new DomainError('not_found', `there is no action "${actionId.slice(0, 100)}"`);
    return actionOf(row);
  }

  /** Newest first. */
  async list(limit: number): Promise<StoredAction[]> {
    return (await withDomainErrors(this.sql<Row[]>`select * from gateway.actions order by action_id desc limit ${limit}`)).map(actionOf);
  }

  async settle(actionId: string, outcome: { readonly result: object } | { readonly problem: Problem }): Promise<void> {
    const { sql } = this;
    const [status, result, problem] = 'result' in outcome ? ['succeeded', sql.json(outcome.result as never), null] : ['failed', null, sql.json(outcome.problem as never)];
    await withDomainErrors(sql`
      update gateway.actions set status = ${status as string}, result = ${result as never}, problem = ${problem as never}, updated_at = now(), claimed_until = null
      where action_id = ${actionId} and status = 'accepted'`);
  }

  /** Takes over actions whose process did not settle them in time. */
  async takeOver(limit: number): Promise<StoredAction[]> {
    const rows = await withDomainErrors(this.sql<Row[]>`
      update gateway.actions set claimed_until = now() + ${claimSeconds} * interval '1 second'
      where action_id in (select action_id from gateway.actions where status = 'accepted' and claimed_until < now() order by action_id limit ${limit} for update skip locked)
      returning *`);
    return rows.map(actionOf);
  }
}
