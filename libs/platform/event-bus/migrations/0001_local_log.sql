-- The log of the local bus. A name carries no schema: the file runs with the bus's schema as search path, and its functions keep that path.
-- "if not exists": databases from before these were migrations have the tables already.
create table if not exists facts (
  topic text collate "C" not null,
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  id text not null,
  type text not null,
  source text not null,
  time timestamptz not null,
  corr_id text not null,
  causation_id text not null,
  subject text not null,
  lease_id text,
  traceparent text,
  stream_version bigint not null,
  value bytea not null,
  -- What a dead letter or a redriven fact carries besides.
  extra jsonb,
  published_at timestamptz not null default clock_timestamp(),
  primary key (topic, partition, "offset")
);
-- The offset that each partition gives next.
create table if not exists heads (
  topic text collate "C" not null,
  partition integer not null,
  next_offset bigint not null,
  primary key (topic, partition)
);
-- The offset that each group takes next.
create table if not exists group_offsets (
  consumer_group text collate "C" not null,
  topic text collate "C" not null,
  partition integer not null,
  next_offset bigint not null,
  updated_at timestamptz not null default now(),
  primary key (consumer_group, topic, partition)
);

-- The lock of a topic is held until commit: offsets become visible in their order and without gaps. It is taken in a statement of its
-- own, so that the one after it sees what the last holder committed.
create or replace function append(
  topics text[], partitions integer[], keys text[], ids text[], types text[], sources text[], times timestamptz[], corr_ids text[],
  causation_ids text[], subjects text[], lease_ids text[], traceparents text[], stream_versions bigint[], hex_values text[], extras jsonb[]
) returns setof heads language plpgsql set search_path from current as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || topic, 0))
  from (select distinct topic from unnest(topics) as topic order by topic) as ordered;
  return query
  with fact as (
    select *, row_number() over (partition by f.topic, f.partition order by f.place) as nth
    from unnest(
      topics, partitions, keys, ids, types, sources, times, corr_ids, causation_ids, subjects, lease_ids, traceparents,
      stream_versions, hex_values, extras
    ) with ordinality as f (
      topic, partition, key, id, type, source, time, corr_id, causation_id, subject, lease_id, traceparent,
      stream_version, hex_value, extra, place
    )
  ), head as (
    insert into heads as kept (topic, partition, next_offset)
    select fact.topic, fact.partition, count(*) from fact group by fact.topic, fact.partition
    on conflict (topic, partition) do update set next_offset = kept.next_offset + excluded.next_offset
    returning *
  ), counted as (
    select fact.topic, fact.partition, count(*) as facts from fact group by fact.topic, fact.partition
  ), inserted as (
    insert into facts (
      topic, partition, "offset", key, id, type, source, time, corr_id, causation_id, subject, lease_id, traceparent,
      stream_version, value, extra
    )
    select
      fact.topic, fact.partition, head.next_offset - counted.facts + fact.nth - 1, fact.key, fact.id, fact.type, fact.source,
      fact.time, fact.corr_id, fact.causation_id, fact.subject, fact.lease_id, fact.traceparent, fact.stream_version,
      decode(fact.hex_value, 'hex'), fact.extra
    from fact join head using (topic, partition) join counted using (topic, partition)
  )
  select head.topic, head.partition, head.next_offset from head;
end $$;

-- A lost commit only means a redelivery: it need not wait for the disk.
create or replace function commit_offsets(consumer_groups text[], topics text[], partitions integer[], next_offsets bigint[])
returns void language plpgsql set search_path from current as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into group_offsets as kept (consumer_group, topic, partition, next_offset)
  select * from unnest(consumer_groups, topics, partitions, next_offsets)
  on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset, updated_at = now()
  where kept.next_offset < excluded.next_offset;
end $$;
