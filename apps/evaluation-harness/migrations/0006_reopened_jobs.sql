-- A job that had ended and goes on: the version with which it was resumed. What is heard again of an end before that is old.
alter table jobs add column reopened_version bigint not null default 0;
