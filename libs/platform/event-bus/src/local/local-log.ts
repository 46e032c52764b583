import { identifier, withDomainErrors, type Sql, type Tx } from '@ao/postgres';
import type { ParameterOrJSON } from 'postgres';
import { columnsOf, type FactRow, type LogRecord, type Place } from './log-record.js';

/** A partition and the offset that it gives next. */
export interface Head extends Place {
  readonly next: bigint;
}

/** How far a group has come in a partition. */
export interface GroupOffset extends Place {
  readonly group: string;
  readonly next: bigint;
}

interface HeadRow extends Place {
  readonly next_offset: bigint;
}

type Queryable = Pick<Sql | Tx, 'unsafe'>;
type Parameters = ParameterOrJSON<bigint>[];

const headOf = ({ topic, partition, next_offset }: HeadRow): Head => ({ topic, partition, next: next_offset });

/** The statements over one schema's log. Each may run on the pool or in a transaction. Errors are DomainErrors where they have a name. */
export class LocalLog {
  private readonly schema: string;

  constructor(
    private readonly sql: Sql,
    schema: string,
  ) {
    this.schema = identifier(schema);
  }

  /** Appends in one statement, durable when it resolves; answers the heads that moved. */
  async append(records: readonly LogRecord[], on: Queryable = this.sql): Promise<readonly Head[]> {
    const text = `select * from ${this.schema}.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;
    return (await this.query<HeadRow>(on, text, columnsOf(records) as Parameters)).map(headOf);
  }

  async heads(): Promise<readonly Head[]> {
    return (
      await this.query<HeadRow>(this.sql, `select topic, partition, next_offset from ${this.schema}.heads`, [])
    ).map(headOf);
  }

  /** The rows of a partition from an offset on, oldest first. */
  async read(
    { topic, partition }: Place,
    from: bigint,
    limit: number,
    on: Queryable = this.sql,
  ): Promise<readonly FactRow[]> {
    const text = `select * from ${this.schema}.facts where topic = $1 and partition = $2 and "offset" >= $3 order by "offset" limit $4`;
    return this.query<FactRow>(on, text, [topic, partition, from, limit]);
  }

  /** Where the group goes on; 0n where it never was. */
  async committed(group: string, { topic, partition }: Place, on: Queryable = this.sql): Promise<bigint> {
    const text = `select next_offset from ${this.schema}.group_offsets where consumer_group = $1 and topic = $2 and partition = $3`;
    const [row] = await this.query<{ next_offset: bigint }>(on, text, [group, topic, partition]);
    return row?.next_offset ?? 0n;
  }

  /** Moves groups forward, never back. */
  async commit(offsets: readonly GroupOffset[], on: Queryable = this.sql): Promise<void> {
    const column = <T>(of: (offset: GroupOffset) => T): T[] => offsets.map(of);
    const values = [
      column((o) => o.group),
      column((o) => o.topic),
      column((o) => o.partition),
      column((o) => String(o.next)),
    ];
    await this.query(on, `select ${this.schema}.commit_offsets($1, $2, $3, $4)`, values as Parameters);
  }

  /** Facts that wait for the group in these topics. */
  async lag(group: string, topics: readonly string[]): Promise<bigint> {
    const text = `
      select coalesce(sum(head.next_offset - greatest(coalesce(taken.next_offset, 0), coalesce(low."offset", head.next_offset))), 0)::bigint as lag
      from ${this.schema}.heads as head
      left join ${this.schema}.group_offsets as taken
        on taken.consumer_group = $1 and taken.topic = head.topic and taken.partition = head.partition
      left join lateral (
        select "offset" from ${this.schema}.facts
        where facts.topic = head.topic and facts.partition = head.partition
        order by "offset" limit 1
      ) as low on true
      where head.topic = any ($2)`;
    const [row] = await this.query<{ lag: bigint }>(this.sql, text, [group, topics as string[]]);
    return row?.lag ?? 0n;
  }

  /** Deletes up to `limit` of the oldest facts of a partition that were published before then; answers how many. */
  async deleteOld({ topic, partition }: Place, before: Date, limit: number): Promise<number> {
    const text = `
      with oldest as (
        select "offset", published_at from ${this.schema}.facts where topic = $1 and partition = $2 order by "offset" limit $4
      )
      delete from ${this.schema}.facts using oldest
      where facts.topic = $1 and facts.partition = $2 and facts."offset" = oldest."offset" and oldest.published_at < $3`;
    return (await withDomainErrors(this.sql.unsafe(text, [topic, partition, before, limit], { prepare: true }))).count;
  }

  /** All or nothing. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return withDomainErrors(this.sql.begin(work)) as Promise<T>;
  }

  private async query<Row extends object>(on: Queryable, text: string, values: Parameters): Promise<readonly Row[]> {
    return withDomainErrors(on.unsafe<Row[]>(text, values, { prepare: true }));
  }
}
