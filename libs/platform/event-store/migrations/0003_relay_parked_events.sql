-- Events that a relay of this service can never publish, too large for the bus or impossible to encode. The relay has gone on with
-- those behind them; each waits here until somebody has mended the cause and has it retried.
create table relay_parked_events (
  relay text not null,
  event_id uuid not null,
  stream text collate "C" not null,
  version integer not null,
  type text not null,
  reason text not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (relay, event_id)
);
