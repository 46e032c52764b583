-- Which jobs may run: the work queue's view of the orchestrator's facts. A job that is not here runs.
create table jobs (
  job_id text primary key,
  status text not null check (status in ('running', 'paused', 'ended'))
);

-- A trial: what it is asked to do, and the snapshot of its stream `trial-<id>`.
create table trials (
  trial_id text primary key,
  job_id text not null,
  content_id integer,
  role text not null,
  spec jsonb not null,
  -- corr_id, causation and subject of everything that the trial records.
  metadata jsonb not null,
  version integer not null,
  state jsonb not null,
  status text not null check (status in ('running', 'ended')),
  -- Why it will fail as soon as its slices have stopped; null: it goes on.
  failure jsonb,
  started_at timestamptz not null default now()
);
create index trials_running on trials (trial_id) where status = 'running';
create index trials_of_job on trials (job_id) where status = 'running';

-- The work queue. A slice is claimed while claimable_at lies ahead; every claim raises the token, and only the newest token may write.
create table slices (
  slice_id text primary key,
  trial_id text not null,
  job_id text not null,
  position integer not null,
  ordinal_from integer not null,
  count integer not null,
  seq bigint generated always as identity,
  -- open: episodes are missing. recorded: all are in the log, to be paid and counted. done: both.
  -- dropped: given up, what was recorded is to be paid. gone: it was.
  stage text not null default 'open' check (stage in ('open', 'recorded', 'done', 'dropped', 'gone')),
  owner text,
  fencing_token integer not null default 0,
  claimable_at timestamptz not null default now(),
  -- Claims since the slice last made progress.
  attempts integer not null default 0,
  -- Budget may have been set aside for it.
  reserved boolean not null default false,
  -- What is in the log.
  episodes integer not null default 0,
  tokens bigint not null default 0,
  cost_micros bigint not null default 0
);
create index slices_todo on slices (seq) where stage in ('open', 'recorded', 'dropped');
create index slices_of_trial on slices (trial_id, position);
create index slices_unfinished on slices (trial_id) where stage in ('open', 'recorded', 'dropped');
