import { readOutcome, type SliceEvent, type TaskSetEvent, type TrialEvent } from '@ao/domain-evaluation';
import type { RecordedEvent } from '@ao/event-store';
import type { PublishedFact, Publisher } from '@ao/service';
import { publicReport } from './trial/public-report.js';

type Event = TaskSetEvent | TrialEvent | SliceEvent;

const factOf = ({ type, data }: Event): PublishedFact | undefined => {
  switch (type) {
    case 'TaskSetRegistered':
      return { type: 'taskset.registered', data: { taskSet: data.taskSet } };
    case 'EpisodeCompleted':
      return {
        type: 'episode.completed',
        data: { ...data, outcome: readOutcome(data.outcome), episodeId: `${data.trialId}/${data.outcome.ordinal}` },
      };
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

/** The harness's private events as public facts; the key is the id of the event's stream: task set name, trial id or slice id. */
export const evaluationPublisher: Publisher = ({ event }: RecordedEvent) => factOf(event as Event);
