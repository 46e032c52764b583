import {
  stageMoves,
  unfinishedStages,
  type Slice,
  type Spend,
  type TrialSpec,
  type UnfinishedStage,
} from '@ao/domain-evaluation';
import type { Sql, Tx } from '@ao/postgres';

/** Where a slice stands: see `stageMoves`. */
export type Stage = UnfinishedStage;

/** The stages in which something is to be done, for SQL: written out, as the partial indexes have them. */
export const unfinished = (sql: Sql | Tx) => sql.unsafe(unfinishedStages.map((stage) => `'${stage}'`).join(', '));

/** A slice that this process has claimed. */
export interface Claim extends Slice {
  readonly trialId: string;
  readonly jobId: string;
  readonly stage: Stage;
  /** The slice of the other arm has the same mark and place; null: it runs on its own. */
  readonly pair: string | null;
  /** Only the newest token may write. */
  readonly token: number;
  /** Claims since the slice last made progress, this one included. */
  readonly attempts: number;
  readonly reserved: boolean;
  /** Its agent was away when it was last tried: the time counts then, and not the claims. */
  readonly away: boolean;
  /** What is in the log. */
  readonly spent: Spend;
}

/** Who claims, and for how long. */
export interface Claimant {
  readonly owner: string;
  readonly claimMs: number;
}

interface Row extends Omit<Claim, 'spent'> {
  readonly seq: bigint;
  readonly episodes: number;
  readonly tokens: bigint;
  readonly cost_micros: bigint;
}

const claimOf = ({ seq: _, episodes, tokens, cost_micros, ...claim }: Row): Claim => ({
  ...claim,
  spent: { episodes, tokens: Number(tokens), costMicros: Number(cost_micros) },
});

/** Puts the slices of a trial into the queue. */
export const enqueueSlices = async (
  tx: Tx,
  { trialId, jobId, pair }: Pick<TrialSpec, 'trialId' | 'jobId' | 'pair'>,
  slices: readonly Slice[],
): Promise<void> => {
  await tx`
    insert into evaluation.slices (slice_id, trial_id, job_id, pair, position, ordinal_from, count)
    select slice_id, ${trialId}, ${jobId}, ${pair || null}, position, ordinal_from, count from unnest(
      ${slices.map(({ sliceId }) => sliceId)}::text[], ${slices.map(({ position }) => position)}::int[],
      ${slices.map(({ ordinalFrom }) => ordinalFrom)}::int[], ${slices.map(({ count }) => count)}::int[]
    ) as cut (slice_id, position, ordinal_from, count) order by position`;
};

/**
 * Claims up to `limit` slices, oldest first, and with each one that is half of a pair the other half, where that is open. A half waits
 * while the other one is not there yet, or is held by somebody. Open slices of a job that is paused or has ended are left alone.
 */
export const claimSlices = async (sql: Sql, { owner, claimMs }: Claimant, limit: number): Promise<readonly Claim[]> => {
  const rows = await sql<Row[]>`
    with chosen as (
      select slice_id from evaluation.slices slice
      where stage in (${unfinished(sql)}) and claimable_at <= now()
        and (stage <> 'open' or coalesce((select status from evaluation.jobs job where job.job_id = slice.job_id), 'running') = 'running')
        and (stage <> 'open' or not exists (select from evaluation.trials trial where trial.trial_id = slice.trial_id and trial.failure is not null))
        and (pair is null or stage <> 'open' or exists (select from evaluation.slices other where other.pair = slice.pair
          and other.ordinal_from = slice.ordinal_from and other.slice_id <> slice.slice_id and (other.stage <> 'open' or other.claimable_at <= now())))
      order by seq limit ${limit} for update skip locked),
    others as (
      select slice_id from evaluation.slices slice
      where stage = 'open' and claimable_at <= now() and pair is not null and slice_id not in (select slice_id from chosen)
        and exists (select from chosen join evaluation.slices half using (slice_id) where half.stage = 'open' and half.pair = slice.pair and half.ordinal_from = slice.ordinal_from)
      for update skip locked),
    claimed as (select slice_id from chosen union all select slice_id from others)
    update evaluation.slices slice
    set owner = ${owner}, fencing_token = fencing_token + 1, claimable_at = now() + ${claimMs} * interval '1 millisecond',
      attempts = attempts + 1, reserved = reserved or stage = 'open'
    from claimed where slice.slice_id = claimed.slice_id
    returning slice.slice_id as "sliceId", trial_id as "trialId", job_id as "jobId", position, ordinal_from as "ordinalFrom", count, seq, stage, pair,
      fencing_token as token, attempts, reserved, away_since is not null as away, episodes, tokens, cost_micros`;
  return rows.toSorted((one, other) => Number(one.seq - other.seq)).map(claimOf);
};

/** What a heartbeat says of a claim that still holds. */
export interface Renewed {
  readonly sliceId: string;
  /** Null: no fact about the job has come; it runs. */
  readonly jobStatus: 'running' | 'paused' | 'ended' | null;
  /** The trial was given up: what runs of it is recorded, nothing more begins. */
  readonly givenUp: boolean;
}

/** Prolongs claims. Those that are missing in the answer are lost. */
export const renewClaims = (
  sql: Sql,
  claims: readonly Pick<Claim, 'sliceId' | 'token'>[],
  { owner, claimMs }: Claimant,
): Promise<readonly Renewed[]> =>
  sql<Renewed[]>`
    with held as (
      select slice.slice_id from evaluation.slices slice
      join unnest(${claims.map(({ sliceId }) => sliceId)}::text[], ${claims.map(({ token }) => token)}::int[]) as claim (slice_id, token)
        on slice.slice_id = claim.slice_id and slice.fencing_token = claim.token
      where slice.owner = ${owner} order by slice.slice_id for update of slice)
    update evaluation.slices slice set claimable_at = now() + ${claimMs} * interval '1 millisecond'
    from held where slice.slice_id = held.slice_id
    returning slice.slice_id as "sliceId", (select status from evaluation.jobs job where job.job_id = slice.job_id) as "jobStatus",
      coalesce((select failure is not null from evaluation.trials trial where trial.trial_id = slice.trial_id), false) as "givenUp"`;

/**
 * Notes what is in the log of an open slice, under its claim and its lease. False: the token is not the newest any more, or the lease
 * has ended by the database's clock. The row stays locked until the transaction ends.
 */
export const noteRecorded = async (
  tx: Tx,
  { sliceId, token }: Claim,
  spent: Spend,
  leaseExpiresAtMs: number,
): Promise<boolean> => {
  const { count } = await tx`
    update evaluation.slices
    set episodes = ${spent.episodes}, tokens = ${spent.tokens}, cost_micros = ${spent.costMicros}, attempts = 0, away_since = null,
      stage = case when ${spent.episodes} >= count then ${stageMoves.open.all_recorded} else stage end
    where slice_id = ${sliceId} and fencing_token = ${token} and stage = 'open' and clock_timestamp() < to_timestamp(${leaseExpiresAtMs}::float8 / 1000)`;
  return count > 0;
};

/** True: the token is still the newest and the slice is open. */
export const claimHolds = async (sql: Sql, { sliceId, token }: Claim): Promise<boolean> => {
  const rows =
    await sql`select from evaluation.slices where slice_id = ${sliceId} and fencing_token = ${token} and stage = 'open'`;
  return rows.length > 0;
};

/** Moves a slice on, under its claim. False: it was moved, or claimed, by another. */
export const moveSlice = async (
  tx: Sql | Tx,
  { sliceId, token }: Claim,
  from: Stage,
  to: 'done' | 'gone',
): Promise<boolean> => {
  const moved = await tx`
    update evaluation.slices set stage = ${to}, owner = null
    where slice_id = ${sliceId} and fencing_token = ${token} and stage = ${from} returning slice_id`;
  return moved.length > 0;
};

/** Notes that the agent of a slice is away; answers for how many milliseconds it has been, by the database's clock. */
export const agentAwayMs = async (sql: Sql, { sliceId, token }: Claim): Promise<number> => {
  const [row] = await sql<{ ms: number }[]>`
    update evaluation.slices set away_since = coalesce(away_since, clock_timestamp())
    where slice_id = ${sliceId} and fencing_token = ${token}
    returning extract(epoch from clock_timestamp() - away_since)::float8 * 1000 as ms`;
  return row?.ms ?? 0;
};

/** How a slice is handed back. */
export interface HandBack {
  /** Milliseconds before it can be claimed again. */
  readonly delayMs: number;
  /** True: the claim counts as an attempt without progress. */
  readonly counts: boolean;
}

/** Hands claims back, those that still hold. */
export const handBackSlices = async (
  sql: Sql,
  claims: readonly Pick<Claim, 'sliceId' | 'token'>[],
  { delayMs, counts }: HandBack,
): Promise<void> => {
  await sql`
    with held as (
      select slice.slice_id from evaluation.slices slice
      join unnest(${claims.map(({ sliceId }) => sliceId)}::text[], ${claims.map(({ token }) => token)}::int[]) as claim (slice_id, token)
        on slice.slice_id = claim.slice_id and slice.fencing_token = claim.token
      order by slice.slice_id for update of slice)
    update evaluation.slices slice
    set owner = null, fencing_token = fencing_token + 1, claimable_at = now() + ${delayMs} * interval '1 millisecond',
      attempts = greatest(attempts - ${counts ? 0 : 1}, 0)
    from held where slice.slice_id = held.slice_id`;
};

/** The slices of a trial in item order; those that never began are left out. */
export const begunSlices = async (sql: Sql, trialId: string): Promise<readonly string[]> => {
  const rows = await sql<
    { slice_id: string }[]
  >`select slice_id from evaluation.slices where trial_id = ${trialId} and episodes > 0 order by position`;
  return rows.map(({ slice_id }) => slice_id);
};
