import { readOutcome, type SliceEvent, type TaskSetEvent, type TrialEvent } from '@ao/domain-evaluation';
import type { RecordedEvent } from '@ao/event-store';
import type { PublishedFact } from '@ao/service';
import { publicReport } from './trial/public-report.js';

/** A task set's event as facts, one for each version; the key is its name. */
export const taskSetFacts = ({ event: { type, data } }: RecordedEvent<TaskSetEvent>): readonly PublishedFact[] => {
  switch (type) {
    case 'TaskSetRegistered':
      return [{ type: 'taskset.registered', data: { taskSet: data.taskSet } }];
    case 'TaskSetArchived':
    case 'TaskSetRestored': {
      const { name, hashes } = data;
      return hashes.map((hash) => ({
        type: 'taskset.archived',
        data: { name, hash, archived: type === 'TaskSetArchived' },
      }));
    }
    case 'TaskSetDeleted': {
      const { name, hashes } = data;
      return hashes.map((hash) => ({ type: 'taskset.deleted', data: { name, hash } }));
    }
  }
};

/** A slice's event as a fact; the key is the slice's id. */
export const sliceFacts = ({ event: { data } }: RecordedEvent<SliceEvent>): PublishedFact => ({
  type: 'episode.completed',
  data: { ...data, outcome: readOutcome(data.outcome), episodeId: `${data.trialId}/${data.outcome.ordinal}` },
});

/** A trial's event as a fact; the key is the trial's id. That it started is its job's fact, and stays home here. */
export const trialFacts = ({ event: { type, data } }: RecordedEvent<TrialEvent>): PublishedFact | undefined => {
  switch (type) {
    case 'TrialStarted':
      return undefined;
    case 'SliceCompleted': {
      const { trialId, jobId, slicesDone, slices, episodesDone } = data;
      return {
        type: 'evaluation.trial.progressed',
        data: { trialId, jobId, slicesDone, slices, episodes: episodesDone },
      };
    }
    case 'TrialCompleted':
      return { type: 'evaluation.trial.completed', data: { ...data, report: publicReport(data.report) } };
    case 'TrialFailed': {
      const { trialId, jobId, code, reason, report } = data;
      return { type: 'evaluation.trial.failed', data: { trialId, jobId, code, reason, report: publicReport(report) } };
    }
  }
};
