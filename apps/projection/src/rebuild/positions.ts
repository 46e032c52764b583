import { identifier } from '@ao/postgres';
import type { Queryable } from '../store/view-table.js';

/** "topic/partition" -> next offset that a group has not taken. */
export type Positions = Readonly<Record<string, string>>;

/** How far a group has come on these topics. */
export const positionsOf = async (
  sql: Queryable,
  schema: string,
  group: string,
  topics: readonly string[],
): Promise<Positions> => {
  const rows = await sql.unsafe<{ place: string; next_offset: bigint }[]>(
    `select topic || '/' || partition as place, next_offset from ${identifier(schema)}.consumer_checkpoints where consumer_group = $1 and topic = any($2::text[])`,
    [group, [...topics]],
    { prepare: true },
  );
  return Object.fromEntries(rows.map(({ place, next_offset }) => [place, String(next_offset)]));
};

/** Facts that `leader` has taken and `follower` has not. */
export const behind = (leader: Positions, follower: Positions): bigint =>
  Object.entries(leader).reduce((sum, [place, next]) => {
    const missing = BigInt(next) - BigInt(follower[place] ?? 0);
    return missing > 0n ? sum + missing : sum;
  }, 0n);
