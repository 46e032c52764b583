-- Settled actions are deleted when nothing has changed them for as long as the operator says, oldest first.
create index actions_settled on actions (updated_at) where status <> 'accepted';
