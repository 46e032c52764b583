-- The log of one service. A name carries no schema: each migration runs with its service's schema as search path.
create table events (
  -- The order of the relay is (transaction_id, position): a bare position would lose a slow writer.
  transaction_id xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  stream text collate "C" not null,
  version integer not null check (version > 0),
  event_id uuid not null,
  type text not null,
  data jsonb not null,
  metadata jsonb not null,
  occurred_at timestamptz not null default now(),
  primary key (transaction_id, position),
  constraint events_stream_version unique (stream, version)
);
