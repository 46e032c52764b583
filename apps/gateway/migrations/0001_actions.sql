-- What was asked for through POST /actions, and what became of it. The gateway decides nothing and has no log: this is its memory of
-- requests that it passes on, so that one that was accepted is carried out though the process dies.
create table actions (
  action_id uuid primary key,
  kind text not null,
  input json not null,
  -- SHA-256 of kind and input, in hexadecimal: the same idempotency key stands for the same request only.
  request_hash text not null,
  subject text not null,
  idempotency_key text,
  corr_id text not null,
  status text not null default 'accepted' check (status in ('accepted', 'succeeded', 'failed')),
  result json,
  -- A problem document.
  error json,
  attempts integer not null default 0,
  -- Until then another process leaves it alone.
  claimed_until timestamptz not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (subject, idempotency_key)
);
create index actions_to_do on actions (claimed_until) where status = 'accepted';
create index actions_newest on actions (created_at desc, action_id desc);
