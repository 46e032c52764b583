-- Since when the agent of a slice has been away; null: it is there, or nobody has asked it.
alter table slices add column away_since timestamptz;
