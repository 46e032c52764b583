import type { TrainingRequest } from '@ao/domain-orchestrator';
import { memoryEventStore, type EventStore } from '@ao/event-store';

export const metadata = { corrId: 'c1', causationId: 'x1', subject: 'user:admin' };

/** A store that holds these streams. */
export const storeOf = async (
  streams: Readonly<Record<string, readonly { readonly type: string; readonly data: object }[]>>,
): Promise<EventStore> => {
  const store = memoryEventStore();
  for (const [stream, events] of Object.entries(streams)) {
    await store.append({ stream, expectedVersion: 0, events: events, metadata });
  }
  return store;
};

/** What an archive needs of a request. */
export const requested = {
  type: 'TrainingRequested',
  data: {
    jobId: 'j1',
    slot: 'recall/set',
    corrId: 'c1',
    taskSet: { name: 'set', hash: 'f00d', train: 3, dev: 3, holdout: 9 },
  } as unknown as TrainingRequest,
};
