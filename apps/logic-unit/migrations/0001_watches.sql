-- How far the watch over a unit in a slot has come. One step an outcome, in the transaction that moves the consumer's checkpoint.
create table watches (
  slot text not null,
  unit_id text not null,
  -- canary: is the candidate worse than production. drift: can its confidences still be believed.
  kind text not null check (kind in ('canary', 'drift')),
  -- Version of the slot with which the canary began; 0 for drift.
  since integer not null,
  state jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (slot, unit_id, kind)
);

-- Answers whose outcome has had its step: a relay may publish a fact again, at another offset. Rows go when no fact can come again.
create table counted_outcomes (
  answer_id text primary key,
  counted_at timestamptz not null default now()
);
create index counted_outcomes_by_age on counted_outcomes (counted_at);
