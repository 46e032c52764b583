import type { ContentChecks, TaskSetVersion } from '@ao/domain-evaluation';
import { DomainError, type JsonObject, type Role } from '@ao/kernel';
import type { Sql, Tx } from '@ao/postgres';

/** A version and where its items are. */
export interface StoredTaskSet extends TaskSetVersion {
  readonly contentId: number;
  /** Starts no new jobs. */
  readonly archived: boolean;
}

type Plain = 'name' | 'hash' | 'train' | 'dev' | 'holdout' | 'documents' | 'source' | 'licence' | 'archived';

interface Row extends Pick<StoredTaskSet, Plain> {
  readonly content_id: number;
  readonly role: string;
  readonly scorer: JsonObject | null;
  readonly split_by: 'id' | 'input';
  readonly checks: ContentChecks | null;
}

const stored = ({ content_id, role, scorer, split_by, checks, ...row }: Row): StoredTaskSet => ({
  ...row,
  role: role as Role,
  contentId: content_id,
  ...(scorer === null ? {} : { scorer }),
  ...(split_by === 'id' ? {} : { splitBy: split_by }),
  ...(checks === null ? {} : { checks }),
});

const columns = (sql: Sql | Tx) =>
  sql`name, hash, content_id, role, train, dev, holdout, documents, source, licence, scorer, split_by, checks, archived`;

const json = (tx: Tx, value: object | undefined) => (value === undefined ? null : tx.json(value as never));

/** Makes a version the newest of its name. `version` is that of the stream. */
export const saveTaskSet = async (
  tx: Tx,
  { contentId, ...set }: Omit<StoredTaskSet, 'archived'>,
  version: number,
): Promise<void> => {
  await tx`
    insert into evaluation.task_sets (name, hash, content_id, version, role, train, dev, holdout, documents, source, licence, scorer, split_by, checks)
    values (${set.name}, ${set.hash}, ${contentId}, ${version}, ${set.role}, ${set.train}, ${set.dev}, ${set.holdout}, ${set.documents}, ${set.source}, ${set.licence},
      ${json(tx, set.scorer)}, ${set.splitBy ?? 'id'}, ${json(tx, set.checks)})
    on conflict (name, hash) do update set version = excluded.version, registered_at = now()`;
};

/** The version that "name" (the newest) or "name@hash" names. Throws DomainError `not_found`. */
export const findTaskSet = async (sql: Sql, reference: string): Promise<StoredTaskSet> => {
  const [name = '', hash] = reference.split('@', 2) as [string, string?];
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from evaluation.task_sets
    where name = ${name} ${hash === undefined ? sql`` : sql`and hash = ${hash}`}
    order by version desc limit 1`;
  if (row === undefined)
    throw new DomainError('not_found', `there is no task set ${JSON.stringify(reference.slice(0, 200))}`);
  return stored(row);
};

/** The newest version of each name, ordered by name. */
export const listTaskSets = async (sql: Sql): Promise<readonly StoredTaskSet[]> => {
  const rows = await sql<
    Row[]
  >`select distinct on (name) ${columns(sql)} from evaluation.task_sets order by name, version desc`;
  return rows.map(stored);
};

/** True: that name was registered from that source before. */
export const isRegisteredFrom = async (sql: Sql, name: string, source: string): Promise<boolean> => {
  const rows = await sql`select from evaluation.task_sets where name = ${name} and source = ${source} limit 1`;
  return rows.length > 0;
};
