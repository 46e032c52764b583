-- What a hash names: the items and documents of one or more task sets. Without a hash it is still being imported.
create table contents (
  content_id integer generated always as identity primary key,
  hash text unique,
  staged_at timestamptz not null default now()
);

-- Bulk tables: no foreign keys, their rows come and go with the content that owns them.
create table task_items (
  content_id integer not null,
  -- Line of the import, from 1; blank lines leave gaps.
  ordinal integer not null,
  item_id text collate "C" not null,
  split text not null check (split in ('train', 'dev', 'holdout')),
  input jsonb not null,
  target jsonb not null,
  metadata jsonb not null,
  primary key (content_id, ordinal),
  unique (content_id, item_id)
);

create table documents (
  content_id integer not null,
  ordinal integer not null,
  doc_id text collate "C" not null,
  title text not null,
  text text not null,
  primary key (content_id, ordinal),
  unique (content_id, doc_id)
);

-- Every version of every task set; the newest of a name has the highest version of its stream.
create table task_sets (
  name text not null,
  hash text not null references contents (hash),
  content_id integer not null references contents,
  version integer not null,
  role text not null,
  train integer not null,
  dev integer not null,
  holdout integer not null,
  documents integer not null,
  source text not null,
  licence text not null,
  registered_at timestamptz not null default now(),
  primary key (name, hash)
);

-- The order of a trial's items: the same for all trials of one content, splits and seed. Made again where it is missing.
create table item_orders (
  content_id integer not null,
  splits text not null,
  order_seed bigint not null,
  ordinals integer[] not null,
  primary key (content_id, splits, order_seed)
);
