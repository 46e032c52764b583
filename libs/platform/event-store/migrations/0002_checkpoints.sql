-- How far each relay of this service has published the log.
create table relay_checkpoints (
  name text primary key,
  transaction_id xid8 not null,
  position bigint not null,
  updated_at timestamptz not null default now()
);

-- How far each consumer group of this service has taken each partition: the next offset that it has not seen.
create table consumer_checkpoints (
  consumer_group text collate "C" not null,
  topic text collate "C" not null,
  partition integer not null,
  next_offset bigint not null,
  updated_at timestamptz not null default now(),
  primary key (consumer_group, topic, partition)
);
