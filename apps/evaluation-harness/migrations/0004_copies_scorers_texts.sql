-- What makes two items copies: SHA-256 in hex of the normalised input. Null in contents that are older.
alter table task_items add column input_hash text collate "C";

alter table task_sets
  -- The scorer with its options; null: the role's own.
  add column scorer jsonb,
  -- What fixes a split: the input's hash, or, in versions from before, the item's id.
  add column split_by text not null default 'id' check (split_by in ('id', 'input')),
  -- Copies and contradictions that the import found; null: not looked for.
  add column checks jsonb,
  add column archived boolean not null default false;

-- The scorer of its task set's version.
alter table trials add column scorer jsonb;

-- Answers by the SHA-256 of their canonical JSON, one row a day: what is written again on the same day is there already, so no two
-- slices wait for each other's row, and retention deletes whole days.
create table output_texts (
  hash text collate "C" not null,
  day date not null default current_date,
  -- Canonical JSON, cut at the size that is kept.
  text text not null,
  cut boolean not null,
  primary key (hash, day)
);
create index output_texts_by_day on output_texts (day);
