-- What clients asked for through POST /actions: the gateway decides nothing, it remembers what it passed on and what came back.
create table actions (
  action_id uuid primary key,
  subject text not null,
  idempotency_key text,
  fingerprint text not null,
  kind text not null,
  input jsonb not null,
  status text not null check (status in ('accepted', 'succeeded', 'failed')),
  result jsonb,
  problem jsonb,
  corr_id text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  claimed_until timestamptz,
  unique (subject, idempotency_key)
);

create index actions_open on actions (claimed_until) where status = 'accepted';
