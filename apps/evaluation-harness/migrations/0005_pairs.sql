-- The two arms of a comparison have the same mark: slices of the same mark and place are claimed together and run item by item.
alter table slices add column pair text;
create index slices_of_pair on slices (pair, ordinal_from) where pair is not null;
