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

/** Archives every version of a name, or takes them back. */
export const setArchived = async (tx: Tx, name: string, archived: boolean): Promise<void> => {
  await tx`update evaluation.task_sets set archived = ${archived} where name = ${name}`;
};

/** Jobs that have trials on any version of a name, a few of them. */
export const jobsOn = async (sql: Sql, name: string, limit: number): Promise<readonly string[]> => {
  const rows = await sql<{ job_id: string }[]>`
    select distinct job_id from evaluation.trials where split_part(spec ->> 'taskSet', '@', 1) = ${name} order by 1 limit ${limit}`;
  return rows.map(({ job_id }) => job_id);
};

/** Deletes every version of a name, and the contents that no other name shares. */
export const deleteTaskSet = async (tx: Tx, name: string): Promise<void> => {
  const rows = await tx<
    { content_id: number }[]
  >`delete from evaluation.task_sets where name = ${name} returning content_id`;
  const contents = await tx<{ content_id: number }[]>`
    delete from evaluation.contents content where content_id = any(${rows.map(({ content_id }) => content_id)}::int[])
      and not exists (select from evaluation.task_sets other where other.content_id = content.content_id) returning content_id`;
  const gone = contents.map(({ content_id }) => content_id);
  await tx`delete from evaluation.task_items where content_id = any(${gone}::int[])`;
  await tx`delete from evaluation.documents where content_id = any(${gone}::int[])`;
};

/** True: that name was registered from that source before. */
export const isRegisteredFrom = async (sql: Sql, name: string, source: string): Promise<boolean> => {
  const rows = await sql`select from evaluation.task_sets where name = ${name} and source = ${source} limit 1`;
  return rows.length > 0;
};
