-- Jobs that have not ended, by the time at which they are ended whatever else is broken. Follows the log of events; can be made again from it.
create table open_jobs (
  job_id text primary key,
  -- Null: a person or the traffic decides, and takes as long as it takes.
  deadline_at timestamptz,
  -- From then on the search asks for no further round; null: it has been told, or there is no such time.
  search_ends_at timestamptz,
  -- When something of the job was recorded last.
  moved_at timestamptz not null,
  -- It was said that the job does not move.
  stalled boolean not null default false
);
create index open_jobs_deadline on open_jobs (deadline_at) where deadline_at is not null;
create index open_jobs_search_end on open_jobs (search_ends_at) where search_ends_at is not null;
create index open_jobs_moved on open_jobs (moved_at) where not stalled;
