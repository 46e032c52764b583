-- Long texts of profiles by their hash: events, facts and units hold references. Never changed, and kept as long as the log that names them.
create table contents (
  -- SHA-256 of the UTF-8 text, in hexadecimal.
  hash text collate "C" primary key,
  bytes integer not null,
  text text not null,
  created_at timestamptz not null default now()
);
