-- Reading the episodes of a job asks for all of its trials, not only those that run.
create index trials_by_job on trials (job_id, started_at);
