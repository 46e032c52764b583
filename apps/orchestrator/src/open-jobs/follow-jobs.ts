import { deadlineAfter, type TrainingJobEvent } from '@ao/domain-orchestrator';
import { postgresRelayCheckpoints, relay, type EventStore, type RecordedEvent, type Relay } from '@ao/event-store';
import type { Logger } from '@ao/observability';
import type { Sql } from '@ao/postgres';
import type { JobCommands } from '../training-job/job-runner.js';
import { recordMove } from './open-jobs.store.js';

const category = 'job-';

/** What follows the log. */
export interface FollowTools {
  readonly sql: Sql;
  readonly store: EventStore;
  readonly jobs: JobCommands;
  readonly logger: Logger;
}

const follow = async ({ sql, jobs }: FollowTools, { stream, event, occurredAt }: RecordedEvent): Promise<void> => {
  if (!stream.startsWith(category)) return;
  const jobId = stream.slice(category.length);
  const recorded = event as TrainingJobEvent;
  const { state } = recorded.type === 'LeaseAccepted' ? await jobs.load(jobId) : { state: undefined };
  const request = state === undefined || state.status === 'absent' ? null : state.request;
  await recordMove(sql, {
    jobId,
    at: occurredAt,
    stalled: recorded.type === 'TrainingStalled',
    change: deadlineAfter(recorded, occurredAt.getTime(), request),
  });
};

/** Keeps `orchestrator.open_jobs` in step with the log of events: not by facts, so that neither a fact that cannot be published nor the bus is in its way. */
export const followJobs = (tools: FollowTools): Relay =>
  relay({
    store: tools.store,
    name: 'open-jobs',
    checkpoints: postgresRelayCheckpoints({ sql: tools.sql, schema: 'orchestrator' }),
    publish: async (events) => {
      for (const event of events) await follow(tools, event);
    },
    onFailure: (error, failures) => tools.logger.warn({ err: error, failures }, 'open jobs could not be followed'),
  });
