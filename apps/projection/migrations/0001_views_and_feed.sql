-- Which revision of each view's rules stands in its table. A view's table itself is made from its definition.
create table views (
  name text primary key,
  revision integer not null,
  -- "topic/partition" -> next offset that a rebuild left: facts before it are in the table already, though the consumer has not taken them.
  ahead jsonb not null default '{}',
  built_at timestamptz not null default now()
);

-- Everything that arrived, in the order of its commits; the entries of one transaction are one row.
create table feed (
  -- The order is (transaction_id, id): a bare number would lose a slow writer.
  transaction_id xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  recorded_at timestamptz not null default now(),
  entries integer not null,
  -- The corr_ids and types in the row, each once: what readers filter by.
  corr_ids text[] not null,
  types text[] not null,
  -- One head an entry, envelope and length in bytes: {words, entries}, see feed-heads.ts.
  heads json not null,
  -- The messages one after the other: facts as protobuf, patches as JSON.
  payload bytea not null,
  primary key (transaction_id, id)
);
create index feed_corr_ids on feed using gin (corr_ids);

-- Up to where the feed was trimmed; a reader that resumes before it has lost something and is told so.
create table feed_trimmed (
  only_row boolean primary key default true check (only_row),
  transaction_id xid8 not null,
  id bigint not null,
  -- Index of the page's last entry: who has read that has lost nothing.
  last_index integer not null
);
